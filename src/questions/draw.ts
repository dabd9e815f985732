/** Chance from a seed: the same on every machine. */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { skipN } from 'pure-rand/utils/skipN'

/** The largest seed: the largest integer that every JSON reader keeps exactly. */
export const SEED_MAX = Number.MAX_SAFE_INTEGER

/** Seeds that differ in a bit start alike; after this many steps their streams have nothing in common. */
const WARM_UP_STEPS = 64

/**
 * @param seed - an integer from 0 to `SEED_MAX`
 * @param count - how many there are to choose from; 1 or more
 * @returns an index from 0 to `count` − 1, each as likely as the others
 */
export function drawIndex(seed: number, count: number): number {
  const low = seed >>> 0
  const high = Math.floor(seed / 2 ** 32)
  const generator = xoroshiro128plusFromState([low | 0, high, ~low, 0x5eed])
  skipN(generator, WARM_UP_STEPS)
  return uniformInt(generator, 0, count - 1)
}
