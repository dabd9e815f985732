/** Chance for siblings: everything follows from a seed, the same on every machine. */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { skipN } from 'pure-rand/utils/skipN'

import type { SiblingStream } from './contents.ts'

export type Chance = {
  /** From `min` to `max`, both included; each equally likely. */
  integer(min: number, max: number): number
  /** True in `percent` of 100 cases. */
  happens(percent: number): boolean
  /** @throws {RangeError} when there is nothing to pick from */
  pick<T>(items: readonly T[]): T
  /** `count` different items, or all of them where there are fewer, in the order drawn. */
  sample<T>(items: readonly T[], count: number): T[]
}

/** One word of the generator's state is the stream's own: no seed is in both. */
const STREAM_WORDS: Readonly<Record<SiblingStream, number>> = {
  grading: 0x67726164,
  playable: 0x706c6179,
  judging: 0x6a756467,
}

/** Seeds that differ in a bit start alike; after this many steps they have nothing in common. */
const WARM_UP_STEPS = 64

/**
 * @param seed - a 32-bit integer: the database's
 * @param number - a 32-bit integer: which sibling of it
 */
export function createChance(seed: number, stream: SiblingStream, number: number): Chance {
  const generator = xoroshiro128plusFromState([seed | 0, STREAM_WORDS[stream], number | 0, ~seed])
  skipN(generator, WARM_UP_STEPS)
  const integer = (min: number, max: number) => uniformInt(generator, min, max)

  function sample<T>(items: readonly T[], count: number): T[] {
    const rest = [...items]
    const end = Math.min(count, rest.length)
    for (let index = 0; index < end; index += 1) {
      const other = integer(index, rest.length - 1)
      ;[rest[index], rest[other]] = [itemAt(rest, other), itemAt(rest, index)]
    }
    return rest.slice(0, end)
  }

  return {
    integer,
    happens: (percent) => integer(1, 100) <= percent,
    pick: (items) => itemAt(items, integer(0, Math.max(0, items.length - 1))),
    sample,
  }
}

function itemAt<T>(items: readonly T[], index: number): T {
  if (index >= items.length) throw new RangeError('Expected something to pick from, got nothing')
  // `undefined` may be an item.
  return items[index] as T
}
