/** What Prometheus is told: sessions, steps, latencies, query processes, memory. */

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

import type { Monitor } from '../../handlers/monitor.ts'
import type { OutcomeCache } from './query-pool/outcome-cache.ts'
import { readProcessMemory } from './query-pool/process-memory.ts'
import { PROCESS_ENDS } from './query-pool/query-pool.ts'
import type { QueryPool, QueryRun } from './query-pool/query-pool.ts'

/** Seconds; a step's floor is a tenth of a millisecond, a query's deadline 5 s. */
const LATENCY_BUCKETS = [
  0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10,
]

export type Metrics = {
  readonly monitor: Monitor
  readonly registry: Registry
  /** For the query pool's `onRun`. */
  readonly queryRun: (run: QueryRun) => void
  /** What is asked of them at each scrape. */
  watchQueries(pool: QueryPool, cache: OutcomeCache): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const sessions = new Gauge({
    name: 'sqlenv_sessions',
    help: 'Sockets with an environment',
    registers,
  })
  const sessionsTotal = new Counter({
    name: 'sqlenv_sessions_total',
    help: 'Sockets that were given an environment',
    registers,
  })
  const resets = new Counter({ name: 'sqlenv_resets_total', help: 'Episodes begun', registers })
  const steps = new Counter({
    name: 'sqlenv_steps_total',
    help: 'Steps by action, and by how they went',
    labelNames: ['action', 'outcome'] as const,
    registers,
  })
  const stepSeconds = new Histogram({
    name: 'sqlenv_step_seconds',
    help: 'From the start of a step to its reply, waiting included',
    labelNames: ['action'] as const,
    buckets: LATENCY_BUCKETS,
    registers,
  })
  const refusals = new Counter({
    name: 'sqlenv_errors_total',
    help: 'Errors that clients were told, by code',
    labelNames: ['code'] as const,
    registers,
  })
  const faults = new Counter({
    name: 'sqlenv_faults_total',
    help: 'Failures of the server itself',
    registers,
  })
  const querySeconds = new Histogram({
    name: 'sqlenv_query_seconds',
    help: 'From the start of a query in a process to its outcome, by outcome',
    labelNames: ['outcome'] as const,
    buckets: LATENCY_BUCKETS,
    registers,
  })
  return {
    registry,
    queryRun: ({ outcome, tookMs }) => querySeconds.observe({ outcome }, tookMs / 1000),
    watchQueries: (pool, cache) => watchQueries(pool, cache, registry),
    monitor: {
      sessionBegan() {
        sessions.inc()
        sessionsTotal.inc()
      },
      sessionEnded: () => sessions.dec(),
      resetDone: () => resets.inc(),
      stepDone({ actionType, outcome, durationMs }) {
        const action = actionType ?? 'malformed'
        steps.inc({ action, outcome })
        stepSeconds.observe({ action }, durationMs / 1000)
      },
      refused: (_sessionId, code) => refusals.inc({ code }),
      failed: () => faults.inc(),
    },
  }
}

function watchQueries(pool: QueryPool, cache: OutcomeCache, registry: Registry): void {
  const registers = [registry]
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  gauge('sqlenv_queries_waiting', 'Queries that wait for a process', () => {
    return pool.status().waitingCount
  })
  gauge('sqlenv_queries_running', 'Queries that run', () => pool.status().runningCount)
  gauge('sqlenv_query_processes', 'Processes that run queries or stand ready', () => {
    return pool.status().pids.length
  })
  gauge('sqlenv_query_processes_resident_bytes', 'Resident memory of all query processes', () => {
    const memories = pool.status().pids.map(readProcessMemory)
    return memories.reduce((sum, memory) => sum + (memory?.residentBytes ?? 0), 0)
  })
  const ends = new Counter({
    name: 'sqlenv_query_process_ends_total',
    help: 'Query processes that ended: killed past a deadline or their memory, crashed, replaced',
    labelNames: ['reason'] as const,
    registers,
    collect() {
      this.reset()
      const { endCounts } = pool.status()
      for (const reason of PROCESS_ENDS) ends.inc({ reason }, endCounts[reason])
    },
  })
  counter('sqlenv_outcomes_kept_total', 'Queries answered by an outcome that was kept', () => {
    return cache.status().hitCount
  })
  counter('sqlenv_outcomes_new_total', 'Queries that had to be run', () => cache.status().missCount)
  gauge('sqlenv_outcomes_kept_bytes', 'Memory of the outcomes that are kept, as estimated', () => {
    return cache.status().bytes
  })
}
