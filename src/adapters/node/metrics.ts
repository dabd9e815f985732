/** What Prometheus is told: sessions, steps, latencies, query processes, memory. */

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

import type { Monitor } from '../../handlers/monitor.ts'

/** Seconds; a step's floor is a tenth of a millisecond, a query's deadline 5 s. */
const LATENCY_BUCKETS = [
  0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10,
]

export type Metrics = {
  readonly monitor: Monitor
  readonly registry: Registry
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
  return {
    registry,
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
