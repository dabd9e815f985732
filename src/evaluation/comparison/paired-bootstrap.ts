/** How far a mean difference between two players of the same questions may be from the true one. */

import type { Interval } from '../intervals/wilson.ts'
import { meanOf } from '../intervals/mean-interval.ts'
import type { Chance } from '../../schema-names/seeded-chance.ts'

const RESAMPLE_COUNT = 10_000
const TAIL = 0.025

/**
 * The 95 % percentile interval of the mean, over samples drawn from the pairs with replacement.
 * @param differences - one for each pair, the one minus the other
 * @returns the same for the same differences and chance; null where there are fewer than two
 */
export function pairedBootstrap(differences: readonly number[], chance: Chance): Interval | null {
  const last = differences.length - 1
  if (last < 1) return null
  const means = Array.from({ length: RESAMPLE_COUNT }, () =>
    meanOf(differences.map(() => differences[chance(0, last)] ?? 0)),
  ).toSorted((a, b) => a - b)
  return {
    low: means[Math.floor(TAIL * RESAMPLE_COUNT)] ?? 0,
    high: means[Math.ceil((1 - TAIL) * RESAMPLE_COUNT) - 1] ?? 0,
  }
}
