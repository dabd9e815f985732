import { expect, it } from 'vitest'

import { meanInterval, studentQuantile } from './mean-interval.ts'

it.each([
  [1, 12.706, 2],
  [2, 4.303, 2],
  [3, 3.182, 1],
  [9, 2.262, 3],
  [29, 2.045, 3],
  [1000, 1.962, 3],
])('Student’s t with %d degrees of freedom is %f, as tables have it', (degrees, t, digits) => {
  expect(studentQuantile(degrees)).toBeCloseTo(t, digits)
})

it('is the mean ± t · s / √n', () => {
  // Mean 3, s = √2.5, n = 5, t(4) = 2.776: 3 ± 1.963.
  const interval = meanInterval([1, 2, 3, 4, 5])
  expect(interval?.low).toBeCloseTo(1.037, 2)
  expect(interval?.high).toBeCloseTo(4.963, 2)
})

it('is a point where all values are the same', () => {
  expect(meanInterval([0.5, 0.5, 0.5])).toEqual({ low: 0.5, high: 0.5 })
})

it('is unknown for a single value', () => {
  expect(meanInterval([1])).toBeNull()
})
