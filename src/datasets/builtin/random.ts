/** Chance for the built-in rows: everything follows from one seed, the same on every machine. */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export type Random = {
  /** From `min` to `max`, both included; each equally likely. */
  integer(min: number, max: number): number
  /** From `min` to `max`, both included; the middle more likely than the ends. */
  bell(min: number, max: number): number
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean
  pick<T>(items: readonly T[]): T
  /** One of the items; each is as likely as its weight says. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T
  /** `count` different items, or all of them where there are fewer, in the order drawn. */
  sample<T>(items: readonly T[], count: number): T[]
}

/** @param seed - a 32-bit integer */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  const integer = (min: number, max: number) => uniformInt(generator, min, max)

  function pick<T>(items: readonly T[]): T {
    return itemAt(items, integer(0, items.length - 1))
  }

  function weighted<T>(items: readonly (readonly [T, number])[]): T {
    let left = integer(
      1,
      items.reduce((sum, [, weight]) => sum + weight, 0),
    )
    const index = items.findIndex(([, weight]) => (left -= weight) <= 0)
    return itemAt(items, index)[0]
  }

  function sample<T>(items: readonly T[], count: number): T[] {
    const rest = [...items]
    const drawn: T[] = []
    while (drawn.length < count && rest.length > 0) {
      drawn.push(...rest.splice(integer(0, rest.length - 1), 1))
    }
    return drawn
  }

  return {
    integer,
    // Whole numbers only: what Math.log or Math.cos return differs between engines.
    bell: (min, max) => Math.round((integer(min, max) + integer(min, max) + integer(min, max)) / 3),
    chance: (percent) => integer(1, 100) <= percent,
    pick,
    weighted,
    sample,
  }
}

function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError('Expected something to pick from, got nothing')
  return item
}
