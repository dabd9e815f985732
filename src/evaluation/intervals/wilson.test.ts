import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { wilsonInterval } from './wilson.ts'

it.each([
  [0, 10, 0, 0.277_53],
  [5, 10, 0.236_59, 0.763_41],
  [10, 10, 0.722_47, 1],
  [1, 1000, 0.000_18, 0.005_64],
])('%d of %d is from %f to %f', (count, total, low, high) => {
  const interval = wilsonInterval(count, total)
  expect(interval.low).toBeCloseTo(low, 5)
  expect(interval.high).toBeCloseTo(high, 5)
})

it('holds the rate that was counted, and is symmetric', () => {
  const counts = fc
    .integer({ min: 1, max: 100_000 })
    .chain((total) =>
      fc.record({ total: fc.constant(total), count: fc.integer({ min: 0, max: total }) }),
    )
  fc.assert(
    fc.property(counts, ({ count, total }) => {
      const { low, high } = wilsonInterval(count, total)
      expect(low).toBeLessThanOrEqual(count / total)
      expect(high).toBeGreaterThanOrEqual(count / total)
      expect(wilsonInterval(total - count, total).low).toBeCloseTo(1 - high, 10)
    }),
  )
})

it('refuses what is no count of a total', () => {
  expect(() => wilsonInterval(0, 0)).toThrow(RangeError)
  expect(() => wilsonInterval(3, 2)).toThrow('got 3 of 2')
})
