/** The steps of others while none, some and many sessions run endless queries, one after the other. */

import { setTimeout as sleep } from 'node:timers/promises'

import { parseSettings } from '../src/adapters/node/config.ts'
import type { BenchData } from './bench-data.ts'
import type { BenchPlan, NeighbourLoad } from './bench-plan.ts'
import { measureDeadline } from './deadline.bench.ts'
import type { DeadlineRun } from './deadline.bench.ts'
import { openHostileSession } from './hostile-sessions.ts'
import { untilIdle } from './idle.ts'
import { createLoad } from './load.ts'
import type { Load, LoadTarget } from './load.ts'
import type { FailureCounts } from './load-messages.ts'
import type { MeasuredServer } from './measured-server.ts'
import { watchProcessors } from './processor-use.ts'
import { waitForQuiet } from './quiet-machine.ts'
import { startSqlenv } from './servers.ts'
import { percentilesOf } from './statistics.ts'
import type { Percentiles } from './statistics.ts'

export type NeighbourRound = {
  readonly round: number
  readonly load: NeighbourLoad
  readonly hostileCount: number
  /** Endless queries that were begun and killed meanwhile. */
  readonly killedCount: number
  readonly stepsPerSecond: number
  readonly latencyMs: Percentiles
  /** Of all processors: what neither the server nor the generators used. */
  readonly othersCpuShare: number
  readonly failures: FailureCounts
}

export type NeighbourResult = {
  readonly queryTimeoutMs: number
  readonly queryProcesses: number
  readonly rounds: readonly NeighbourRound[]
  readonly deadlines: readonly DeadlineRun[]
}

/** As the server has them by itself. */
const QUERY_PROCESSES = parseSettings({}).QUERY_PROCESSES

/** The last are four for each process that there is. */
export const HOSTILE_COUNTS = [0, 1, 2, 4 * QUERY_PROCESSES] as const

export async function measureNeighbours(
  data: BenchData,
  { patienceMs, neighbours: plan }: BenchPlan,
  tell: (news: string) => void,
): Promise<NeighbourResult> {
  const { queryTimeoutMs } = plan
  const server = await startSqlenv(data.dataDir, {
    QUERY_TIMEOUT_MS: String(queryTimeoutMs),
    QUERY_PROCESSES: String(QUERY_PROCESSES),
  })
  const target = { url: server.socketUrl, scriptsFile: data.sqlenvScripts, areQueriesNew: true }
  const load = createLoad(plan.generators)
  const rounds: NeighbourRound[] = []
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const kind of plan.loads) {
      for (const hostileCount of HOSTILE_COUNTS) {
        await waitForQuiet(patienceMs)
        const measured = await measureOnce(server, load, target, kind, hostileCount, plan)
        rounds.push({ round, ...measured })
        tell(`neighbours: round ${round} of ${plan.rounds}, ${newsOf(measured)}`)
      }
    }
  }
  await load.end()

  const deadlines: DeadlineRun[] = []
  while (deadlines.length < plan.deadlines) {
    tell(`neighbours: endless query ${deadlines.length + 1} of ${plan.deadlines}`)
    await waitForQuiet(patienceMs)
    deadlines.push(await measureDeadline(server, queryTimeoutMs))
  }
  await server.end()
  return { queryTimeoutMs, queryProcesses: QUERY_PROCESSES, rounds, deadlines }
}

async function measureOnce(
  server: MeasuredServer,
  load: Load,
  target: LoadTarget,
  kind: NeighbourLoad,
  hostileCount: number,
  { warmUpMs, measureMs }: BenchPlan['neighbours'],
): Promise<Omit<NeighbourRound, 'round'>> {
  await load.open(target, kind.sessionCount, kind.sessionCount)
  const hostile = await Promise.all(
    Array.from({ length: hostileCount }, () => openHostileSession(server.socketUrl)),
  )
  // How the server treats them is measured once it knows them.
  await Promise.all(hostile.map((session) => session.runOne()))
  await load.play(kind.pauseMs)
  const stops = hostile.map((session) => session.runOn())
  await sleep(warmUpMs)
  await load.mark()
  const useUntilNow = watchProcessors(server.pid, load)
  await sleep(measureMs)
  const { othersShare } = useUntilNow()
  const { latenciesMs, stepsPerSecond, failures } = await load.stop()
  const killedCount = stops.reduce((sum, stop) => sum + stop(), 0)
  for (const session of hostile) session.close()
  await load.close()
  // What they left behind runs into its deadline before anything else is measured.
  await untilIdle(server.pid)
  return {
    load: kind,
    hostileCount,
    killedCount,
    stepsPerSecond,
    latencyMs: percentilesOf(latenciesMs),
    othersCpuShare: othersShare,
    failures,
  }
}

function newsOf(measured: Omit<NeighbourRound, 'round'>): string {
  const { load, hostileCount, latencyMs, stepsPerSecond, killedCount } = measured
  return [
    `pause ${load.pauseMs} ms, ${hostileCount} hostile:`,
    `p99 ${latencyMs.p99.toFixed(1)} ms, p50 ${latencyMs.p50.toFixed(1)} ms,`,
    `${stepsPerSecond.toFixed(0)} steps/s, ${killedCount} killed,`,
    `others ${(measured.othersCpuShare * 100).toFixed(0)} %`,
  ].join(' ')
}
