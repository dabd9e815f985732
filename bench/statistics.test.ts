import { describe, expect, it } from 'vitest'

import { percentile, percentilesOf, spreadOf } from './statistics.ts'

describe('percentile', () => {
  it('is the smallest number that so many per cent do not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
    expect([1, 50, 95, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([
      1, 50, 95, 99, 100,
    ])
  })

  it('is always one of the numbers, also of few', () => {
    expect(percentile([3, 8], 50)).toBe(3)
    expect(percentile([3, 8], 51)).toBe(8)
    expect(percentile([7], 1)).toBe(7)
  })

  it('refuses to speak of nothing', () => {
    expect(() => percentile([], 50)).toThrow(RangeError)
  })
})

describe('percentilesOf', () => {
  it('sorts as numbers, not as text', () => {
    expect(percentilesOf([100, 20, 3])).toEqual({ p50: 20, p95: 100, p99: 100 })
  })

  it('is NaN when nothing was measured', () => {
    expect(percentilesOf([])).toEqual({ p50: Number.NaN, p95: Number.NaN, p99: Number.NaN })
  })
})

describe('spreadOf', () => {
  it('has the middle one of an odd number', () => {
    expect(spreadOf([10, 2, 30])).toEqual({ median: 10, min: 2, max: 30 })
  })

  it('has the mean of the middle two of an even number', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 })
  })

  it('refuses to speak of nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError)
  })
})
