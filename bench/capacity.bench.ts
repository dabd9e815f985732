/** Up to 16,384 sessions that all connect, reset and step at once: times, failures, memory. */

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import type { BenchData } from './bench-data.ts'
import type { BenchPlan } from './bench-plan.ts'
import { createLoad } from './load.ts'
import type { FailureCounts, Timed } from './load-messages.ts'
import { isHealthy } from './measured-server.ts'
import { treePssBytes } from './process-status.ts'
import { waitForQuiet } from './quiet-machine.ts'
import { startSqlenv } from './servers.ts'
import { percentilesOf } from './statistics.ts'
import type { Percentiles } from './statistics.ts'

export type Exchange = {
  readonly answered: number
  readonly latencyMs: Percentiles
  /** From the first request to the last reply. */
  readonly totalMs: number
  readonly failures: FailureCounts
}

export type CapacityRun = {
  readonly sessionCount: number
  readonly connect: Exchange
  readonly reset: Exchange
  /** One step each: DESCRIBE, SAMPLE or QUERY. */
  readonly step: Exchange
  /** How long `/health` took at most, asked again and again while all sessions stepped. */
  readonly healthMsMax: number
  /** PSS of the server's process tree. */
  readonly idleBytes: number
  readonly connectedBytes: number
  readonly steppedBytes: number
}

/** Handshakes at one time, over all generators. */
const OPENING_MAX = 256
/** Files that a process has open beside its sockets. */
const FILES_RESERVED = 300
const SETTLE_MS = 1000
const HEALTH_EVERY_MS = 50

export async function measureCapacity(
  data: BenchData,
  { patienceMs, capacity: plan }: BenchPlan,
  tell: (news: string) => void,
): Promise<CapacityRun[]> {
  const runs: CapacityRun[] = []
  const socketsMax = openFilesMax() - FILES_RESERVED
  for (const wanted of plan.sessionCounts) {
    const sessionCount = Math.min(wanted, socketsMax)
    if (sessionCount < wanted) {
      tell(`capacity: ${wanted} sessions need a higher limit of open files; taking ${sessionCount}`)
    }
    await waitForQuiet(patienceMs)
    runs.push(await measureOnce(data, sessionCount, plan.generators, tell))
  }
  return runs
}

async function measureOnce(
  data: BenchData,
  sessionCount: number,
  generatorCount: number,
  tell: (news: string) => void,
): Promise<CapacityRun> {
  const server = await startSqlenv(data.dataDir, { MAX_CONCURRENT_ENVS: String(sessionCount) })
  const load = createLoad(generatorCount)
  await sleep(SETTLE_MS)
  const idleBytes = treePssBytes(server.pid)
  const target = { url: server.socketUrl, scriptsFile: data.sqlenvScripts, areQueriesNew: true }

  tell(`capacity: ${sessionCount} sessions connect`)
  const connect = await timed(() => load.open(target, sessionCount, OPENING_MAX))
  await sleep(SETTLE_MS)
  const connectedBytes = treePssBytes(server.pid)
  tell(`capacity: ${connect.answered} sessions reset`)
  const reset = await timed(() => load.exchange('reset'))
  tell(`capacity: ${reset.answered} sessions step`)
  const health = watchHealth(server.url)
  const step = await timed(() => load.exchange('step'))
  const healthMsMax = await health.stop()
  await sleep(SETTLE_MS)
  const steppedBytes = treePssBytes(server.pid)
  tell(`capacity: ${step.answered} of ${sessionCount} sessions got through`)

  await load.close()
  await load.end()
  await server.end()
  return {
    sessionCount,
    connect,
    reset,
    step,
    healthMsMax,
    idleBytes,
    connectedBytes,
    steppedBytes,
  }
}

async function timed(exchange: () => Promise<Timed>): Promise<Exchange> {
  const startedAtMs = performance.now()
  const { latenciesMs, failures } = await exchange()
  return {
    answered: latenciesMs.length,
    latencyMs: percentilesOf(latenciesMs),
    totalMs: performance.now() - startedAtMs,
    failures,
  }
}

function watchHealth(url: string): { stop(): Promise<number> } {
  const over = new AbortController()
  let worstMs = 0
  const watching = (async () => {
    while (!over.signal.aborted) {
      const askedAtMs = performance.now()
      const healthy = await isHealthy(url)
      worstMs = Math.max(worstMs, healthy ? performance.now() - askedAtMs : Infinity)
      await sleep(HEALTH_EVERY_MS)
    }
  })()
  return {
    stop: async () => {
      over.abort()
      await watching
      return worstMs
    },
  }
}

/** Node raises its own limit to this when it starts. */
function openFilesMax(): number {
  const limits = readFileSync('/proc/self/limits', 'latin1')
  const [, hard = '1024'] = /^Max open files\s+\S+\s+(\S+)/m.exec(limits) ?? []
  return hard === 'unlimited' ? 1_000_000 : Number(hard)
}
