/** Chance from a text: the same on every machine. */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { skipN } from 'pure-rand/utils/skipN'

/** An integer from `min` to `max`, both included, each as likely as the others. */
export type Chance = (min: number, max: number) => number

/** Seeds that differ in a bit start alike; after this many steps they have nothing in common. */
const WARM_UP_STEPS = 64

/** @param seed - any text; the same one gives the same numbers on every machine */
export function createChance(seed: string): Chance {
  const hash = hashOf(seed)
  const generator = xoroshiro128plusFromState([hash, seed.length, ~hash, 0x5eed])
  skipN(generator, WARM_UP_STEPS)
  return (min, max) => uniformInt(generator, min, max)
}

/** FNV-1a over the characters, in 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}

/** The items in an order drawn by chance; in another than the given one, where there is one. */
export function shuffle<T>(items: readonly T[], chance: Chance): readonly T[] {
  const rest = [...items]
  const drawn: T[] = []
  while (rest.length > 0) drawn.push(...rest.splice(chance(0, rest.length - 1), 1))
  const isSame = drawn.every((item, index) => item === items[index])
  return isSame ? [...drawn.slice(1), ...drawn.slice(0, 1)] : drawn
}
