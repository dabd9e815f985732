import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createRandom } from './random.ts'

describe('createRandom', () => {
  it('gives the same draws for the same seed, on every machine', () => {
    const random = createRandom(101)
    expect(Array.from({ length: 5 }, () => random.integer(0, 999))).toEqual([
      546, 28, 649, 969, 913,
    ])
    expect(random.sample(['a', 'b', 'c'], 2)).toEqual(['c', 'b'])
  })

  it('stays between the ends', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(50),
        (seed, min, span) => {
          const random = createRandom(seed)
          for (const value of [random.integer(min, min + span), random.bell(min, min + span)]) {
            expect(Number.isInteger(value) && value >= min && value <= min + span).toBe(true)
          }
        },
      ),
    )
  })

  it('draws no item twice into a sample, and all where more are asked for', () => {
    expect(new Set(createRandom(1).sample([1, 2, 3], 9))).toEqual(new Set([1, 2, 3]))
    expect(createRandom(1).sample([1, 2, 3], 2)).toHaveLength(2)
  })

  it('never draws what has no weight', () => {
    const random = createRandom(2)
    const drawn = Array.from({ length: 100 }, () =>
      random.weighted([
        ['never', 0],
        ['often', 9],
        ['seldom', 1],
      ]),
    )
    expect(new Set(drawn)).toEqual(new Set(['often', 'seldom']))
  })

  it('refuses to pick from nothing', () => {
    expect(() => createRandom(3).pick([])).toThrow('Expected something to pick from')
  })
})
