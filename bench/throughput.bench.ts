/** Steps per second over WebSocket at 1, 64 and 512 sessions, beside a floor and OpenEnv's server. */

import { setTimeout as sleep } from 'node:timers/promises'

import type { BenchData } from './bench-data.ts'
import type { BenchPlan } from './bench-plan.ts'
import { createLoad } from './load.ts'
import type { Load, LoadTarget } from './load.ts'
import type { FailureCounts } from './load-messages.ts'
import type { MeasuredServer } from './measured-server.ts'
import { watchProcessors } from './processor-use.ts'
import { waitForQuiet } from './quiet-machine.ts'
import { startFloor, startOpenenvEcho, startSqlenv } from './servers.ts'
import { percentilesOf } from './statistics.ts'
import type { Percentiles } from './statistics.ts'

/** `sqlenv_again` is the same server as `sqlenv`, when QUERYs come again as those of a group do. */
export type TargetName = 'sqlenv' | 'sqlenv_again' | 'floor' | 'openenv'

/** One target under one load, measured once. */
export type ThroughputRound = {
  readonly round: number
  readonly target: TargetName
  readonly sessionCount: number
  readonly stepsPerSecond: number
  readonly resetsPerSecond: number
  readonly latencyMs: Percentiles
  /** Of the server's whole process tree; resets are part of what it is spent on. */
  readonly cpuMsPerStep: number
  /** Of the process that holds the sockets alone. */
  readonly mainCpuMsPerStep: number
  readonly generatorCpuMsPerStep: number
  /** Of all processors: what neither the server nor the generators used. */
  readonly othersCpuShare: number
  readonly failures: FailureCounts
}

type Target = {
  readonly name: TargetName
  readonly server: MeasuredServer
  readonly load: LoadTarget
}

const OPENING_MAX = 64

export async function measureThroughput(
  data: BenchData,
  { patienceMs, throughput: plan }: BenchPlan,
  tell: (news: string) => void,
): Promise<ThroughputRound[]> {
  const targets = await startTargets(data, tell)
  const load = createLoad(plan.generators)
  const rounds: ThroughputRound[] = []
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const sessionCount of plan.sessionCounts) {
      for (const target of targets) {
        await waitForQuiet(patienceMs)
        const measured = await measureOnce(target, load, sessionCount, plan)
        rounds.push({ round, ...measured })
        tell(`throughput: round ${round} of ${plan.rounds}, ${newsOf(measured)}`)
      }
    }
  }
  await load.end()
  await Promise.all([...new Set(targets.map(({ server }) => server))].map((server) => server.end()))
  return rounds
}

async function startTargets(data: BenchData, tell: (news: string) => void): Promise<Target[]> {
  const [sqlenv, floor, openenv] = await Promise.all([
    startSqlenv(data.dataDir),
    startFloor(data.dataDir),
    startOpenenvEcho(),
  ])
  if (openenv === undefined) tell('throughput: no Python 3.10 here, so OpenEnv is not measured')
  const toTarget = (name: TargetName, server: MeasuredServer, scriptsFile: string): Target => ({
    name,
    server,
    load: { url: server.socketUrl, scriptsFile, areQueriesNew: name !== 'sqlenv_again' },
  })
  return [
    toTarget('sqlenv', sqlenv, data.sqlenvScripts),
    toTarget('floor', floor, data.floorScripts),
    toTarget('sqlenv_again', sqlenv, data.sqlenvScripts),
    ...(openenv === undefined ? [] : [toTarget('openenv', openenv, data.echoScripts)]),
  ]
}

async function measureOnce(
  target: Target,
  load: Load,
  sessionCount: number,
  { warmUpMs, measureMs }: BenchPlan['throughput'],
): Promise<Omit<ThroughputRound, 'round'>> {
  const { name, server } = target
  await load.open(target.load, sessionCount, OPENING_MAX)
  await load.play(0)
  await sleep(warmUpMs)
  await load.mark()
  const useUntilNow = watchProcessors(server.pid, load)
  await sleep(measureMs)
  const use = useUntilNow()
  const played = await load.stop()
  await load.close()
  const perStep = (cpuSeconds: number) => (cpuSeconds * 1000) / played.latenciesMs.length
  return {
    target: name,
    sessionCount,
    stepsPerSecond: played.stepsPerSecond,
    resetsPerSecond: played.resetCount / use.seconds,
    latencyMs: percentilesOf(played.latenciesMs),
    cpuMsPerStep: perStep(use.serverSeconds),
    mainCpuMsPerStep: perStep(use.mainSeconds),
    generatorCpuMsPerStep: perStep(use.generatorSeconds),
    othersCpuShare: use.othersShare,
    failures: played.failures,
  }
}

function newsOf(measured: Omit<ThroughputRound, 'round'>): string {
  const { target, sessionCount, stepsPerSecond, latencyMs, cpuMsPerStep, othersCpuShare } = measured
  const failureCount = Object.values(measured.failures).reduce((sum, count) => sum + count, 0)
  return [
    `${target} with ${sessionCount} sessions:`,
    `${stepsPerSecond.toFixed(0)} steps/s,`,
    `p99 ${latencyMs.p99.toFixed(1)} ms,`,
    `${cpuMsPerStep.toFixed(3)} ms of CPU a step,`,
    `others ${(othersCpuShare * 100).toFixed(0)} %`,
    failureCount === 0 ? '' : JSON.stringify(measured.failures),
  ].join(' ')
}
