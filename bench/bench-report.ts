/** All that one run of the benchmark found: what the JSON file holds. */

import type { CapacityRun } from './capacity.bench.ts'
import type { Machine, Versions } from './machine.ts'
import type { NeighbourResult } from './neighbours.bench.ts'
import type { Mix } from './recorded-replies.ts'
import type { PageVisit } from './page.bench.ts'
import type { StartUpRun } from './start-up.bench.ts'
import type { ThroughputRound } from './throughput.bench.ts'
import type { TransportRun } from './transport.bench.ts'

export const PARTS = ['throughput', 'capacity', 'neighbours', 'start', 'transport', 'page'] as const
export type Part = (typeof PARTS)[number]

export type BenchReport = {
  /** For example `2026-11-23`. */
  readonly date: string
  /** True for the short form, whose numbers are not worth keeping. */
  readonly isQuick: boolean
  readonly machine: Machine
  readonly versions: Versions
  readonly dataset: string
  readonly mix: Mix
  /** A part that was not asked for is absent. */
  readonly throughput?: readonly ThroughputRound[]
  readonly capacity?: readonly CapacityRun[]
  readonly neighbours?: NeighbourResult
  readonly start?: readonly StartUpRun[]
  readonly transport?: readonly TransportRun[]
  readonly page?: readonly PageVisit[]
}

/** @returns how many requests failed, over all parts: none, when all is well */
export function countFailures({ throughput = [], capacity = [], neighbours }: BenchReport): number {
  const counts = [
    ...throughput,
    ...capacity.flatMap(({ connect, reset, step }) => [connect, reset, step]),
    ...(neighbours?.rounds ?? []),
  ]
  return counts
    .flatMap(({ failures }) => Object.values(failures))
    .reduce((sum, count) => sum + count, 0)
}
