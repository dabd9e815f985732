import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CellValue, Row } from '../sql/cell.ts'
import { sameCell } from './same-cell.ts'
import { sameRows } from './same-rows.ts'

describe('rows in any order', () => {
  it('are bags: a row twice is not the row once, nor another row twice (V5)', () => {
    expect(sameRows([['ann'], ['ann']], [['ann']], 'any')).toBe(false)
    expect(sameRows([['ann'], ['ann'], ['bo']], [['ann'], ['bo'], ['bo']], 'any')).toBe(false)
    expect(sameRows([['ann'], ['bo'], ['ann']], [['ann'], ['ann'], ['bo']], 'any')).toBe(true)
  })

  it('are whole: columns are not sorted by themselves (V8)', () => {
    const a = [
      ['a', 1n],
      ['b', 2n],
    ] as const
    const b = [
      ['a', 2n],
      ['b', 1n],
    ] as const
    expect(sameRows(a, b, 'any')).toBe(false)
  })

  it('have their columns in order, and no others (V7)', () => {
    expect(sameRows([['a', 1n]], [[1n, 'a']], 'any')).toBe(false)
    expect(sameRows([['a', 1n]], [['a']], 'any')).toBe(false)
    expect(sameRows([['a']], [['a', 1n]], 'any')).toBe(false)
  })

  it('find their partners where reals are near each other, in whatever columns', () => {
    const step = 4e-7
    // Sorted by the first column, these rows stand in another order than their partners.
    const a = [
      [1, 5 + 20 * step],
      [1 + step, 5],
    ] as const
    const b = [
      [1 + 2 * step, 5 + 20 * step],
      [1, 5],
    ] as const
    expect(sameRows(a, b, 'any')).toBe(true)
  })

  it('need a partner of their own: two reals near one value are not near two', () => {
    expect(
      sameRows(
        [
          [1.0, 'x'],
          [1.0000005, 'x'],
        ],
        [
          [1.0, 'x'],
          [1.0000019, 'x'],
        ],
        'any',
      ),
    ).toBe(false)
  })

  it('pair an integer with the real that is exactly it', () => {
    expect(
      sameRows(
        [
          [25n, 'x'],
          [25.00001, 'x'],
        ],
        [
          [25.0, 'x'],
          [25.00001, 'x'],
        ],
        'any',
      ),
    ).toBe(true)
  })

  it('are the same when there are none', () => {
    expect(sameRows([], [], 'any')).toBe(true)
    expect(sameRows([], [['x']], 'any')).toBe(false)
  })
})

it('holds rows to their order where it matters (V6)', () => {
  expect(sameRows([['a'], ['b']], [['b'], ['a']], 'as_given')).toBe(false)
  expect(sameRows([['a'], ['b']], [['A'], ['b']], 'as_given')).toBe(true)
})

const cell: fc.Arbitrary<CellValue> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 5 }).map((steps) => 25 * (1 + steps * 4e-7)) },
  fc.constantFrom<CellValue>(25n, 0n, null, '', 'x', 'y'),
)
const rowsOf = (rowsMax: number) =>
  fc
    .integer({ min: 1, max: 3 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: rowsMax }),
    )

/** Tries every order. */
function sameByTrial(a: readonly Row[], b: readonly Row[]): boolean {
  const [row, ...rest] = a
  if (row === undefined) return b.length === 0
  return b.some((other, index) => {
    const isSame = row.length === other.length && row.every((c, i) => sameCell(c, other[i] ?? null))
    return isSame && sameByTrial(rest, b.toSpliced(index, 1))
  })
}

/** Rows, and nearly the same rows: shuffled, with some cells drawn anew from the same few. */
const rowsAndVariant = rowsOf(5).chain((rows) =>
  fc.tuple(
    fc.constant(rows),
    fc
      .shuffledSubarray(rows, { minLength: rows.length })
      .chain((shuffled) => fc.tuple(...shuffled.map((row) => fc.tuple(...row.map(orNear))))),
  ),
)

function orNear(value: CellValue): fc.Arbitrary<CellValue> {
  return typeof value === 'number' ? fc.oneof(fc.constant(value), cell) : fc.constant(value)
}

it('agrees with trying every order', () => {
  fc.assert(
    fc.property(rowsAndVariant, ([a, b]) => {
      expect(sameRows(a, b, 'any')).toBe(sameByTrial(a, b))
    }),
    { numRuns: 500 },
  )
})

it('is symmetric', () => {
  fc.assert(
    fc.property(rowsAndVariant, ([a, b]) => {
      expect(sameRows(a, b, 'any')).toBe(sameRows(b, a, 'any'))
      expect(sameRows(a, b, 'as_given')).toBe(sameRows(b, a, 'as_given'))
    }),
  )
})

it('gives the same verdict however the rows are shuffled', () => {
  const rowsAndShuffle = rowsOf(20).chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
  )
  fc.assert(
    fc.property(rowsAndShuffle, ([rows, shuffled]) => {
      expect(sameRows(shuffled, rows, 'any')).toBe(true)
    }),
  )
})

it('tells a row that is doubled or dropped', () => {
  const rowsAndIndex = rowsOf(20)
    .filter((rows) => rows.length > 0)
    .chain((rows) => fc.tuple(fc.constant(rows), fc.nat({ max: rows.length - 1 })))
  fc.assert(
    fc.property(rowsAndIndex, ([rows, index]) => {
      expect(sameRows([...rows, rows[index] ?? []], rows, 'any')).toBe(false)
      expect(sameRows(rows.toSpliced(index, 1), rows, 'any')).toBe(false)
    }),
  )
})

it('does not take long for rows that nearly fit in many ways', { timeout: 5000 }, () => {
  const [low, middle, high] = [2, 2 + 1.5e-6, 2 + 3e-6]
  const text = 'Long Text '.repeat(400)
  // Every column holds the same cells, and the middle is near both of the others.
  const rowsWith = (crossedCount: number) =>
    Array.from({ length: 1000 }, (_, i): Row => {
      const x = i > 997 ? middle : i % 2 === 0 ? low : high
      return [x, text, i < crossedCount ? low + high - x : x]
    })
  expect(sameRows(rowsWith(0), rowsWith(0).toReversed(), 'any')).toBe(true)
  expect(sameRows(rowsWith(0), rowsWith(2).toReversed(), 'any')).toBe(true)
  expect(sameRows(rowsWith(0), rowsWith(6).toReversed(), 'any')).toBe(false)
})

it('compares a thousand rows of three columns that are all near each other', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => [1 + i * 1e-9, 2 + (i % 7) * 1e-9, 'x'])
  expect(sameRows(rows, rows.toReversed(), 'any')).toBe(true)
  expect(sameRows(rows, rows.with(3, [1, 2.1, 'x']), 'any')).toBe(false)
})
