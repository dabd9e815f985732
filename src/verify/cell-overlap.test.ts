import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CellValue } from '../sql/cell.ts'
import { sharedCellCount } from './cell-overlap.ts'
import { sameCell } from './same-cell.ts'

describe('cells in common', () => {
  it('are counted as often as both have them (V14)', () => {
    expect(sharedCellCount(['ann', 'ann', 'bo'], ['ann', 'bo', 'bo'])).toBe(2)
  })

  it('are found by their value, wherever they stand', () => {
    expect(sharedCellCount([1n, 'b', null, 2.5], [2.5, null, 1n, 'B '])).toBe(4)
  })

  it('are no NULL for an empty text or zero (V9)', () => {
    expect(sharedCellCount([null, '', 0n], ['', 'x', 1n])).toBe(1)
  })

  it('leave an integer the real that is exactly it, and other reals the near ones', () => {
    expect(sharedCellCount([25n, 25.00001], [25.0, 25.00001])).toBe(2)
    expect(sharedCellCount([25.00001, 25n], [25.0, 25.00002])).toBe(2)
  })

  it('pair reals so that most find a partner, not each with the nearest', () => {
    expect(sharedCellCount([1, 1.0000009], [1.0000009, 1.0000018])).toBe(2)
  })
})

/** The most pairs, by trying all. */
function sharedByTrial(a: readonly CellValue[], b: readonly CellValue[]): number {
  const [cell, ...rest] = a
  if (cell === undefined) return 0
  const paired = b.flatMap((other, index) =>
    sameCell(cell, other) ? [1 + sharedByTrial(rest, b.toSpliced(index, 1))] : [],
  )
  return Math.max(sharedByTrial(rest, b), ...paired)
}

const nearReal = fc
  .tuple(fc.constantFrom(25, -25, 1e9, 0), fc.integer({ min: -4, max: 4 }))
  .map(([base, steps]) => base * (1 + steps * 4e-7))
const cells = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: nearReal },
    fc.constantFrom<CellValue>(25n, -25n, 1_000_000_000n, 0n, null, '', '25', 'x'),
  ),
  { maxLength: 6 },
)

it('is the size of a largest matching', () => {
  fc.assert(
    fc.property(cells, cells, (a, b) => {
      expect(sharedCellCount(a, b)).toBe(sharedByTrial(a, b))
    }),
  )
})

it('is symmetric', () => {
  fc.assert(
    fc.property(cells, cells, (a, b) => {
      expect(sharedCellCount(a, b)).toBe(sharedCellCount(b, a))
    }),
  )
})

it('counts thousands of cells that are all alike, or all near each other', () => {
  const near = Array.from({ length: 20_000 }, (_, index) => 1000 + index / 1e4)
  expect(sharedCellCount(near, near.toReversed())).toBe(20_000)
  const alike = near.map(() => 'x')
  expect(sharedCellCount(alike, alike)).toBe(20_000)
})
