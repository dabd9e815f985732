import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CellValue, Row } from '../sql/cell.ts'
import { potentialOf, potentialRowsMax, publishedPotentialOf } from './potential.ts'

const SQL = 'SELECT name, age FROM singer'

function result(...rows: Row[]) {
  return { columns: rows[0]?.map(String) ?? [], rows, isTruncated: false }
}

function gold(...rows: Row[]) {
  return { rows, rowOrderMatters: false }
}

const singers = gold(['Joe', 52n], ['Rose', 41n], ['Tribal', 25n])

describe('Φ', () => {
  it('is 1 for what equals gold, in any order where order does not matter', () => {
    expect(potentialOf(result(...singers.rows.toReversed()), SQL, singers)).toBe(1)
  })

  it('is ¾ for gold in another order where order matters', () => {
    const ordered = { ...singers, rowOrderMatters: true }
    expect(potentialOf(result(...singers.rows.toReversed()), SQL, ordered)).toBe(0.75)
  })

  it('is ¾ at most for a result that goes on past the limits', () => {
    expect(potentialOf({ ...result(...singers.rows), isTruncated: true }, SQL, singers)).toBe(0.75)
  })

  it('is 0 for an empty result', () => {
    expect(potentialOf(result(), SQL, singers)).toBe(0)
  })

  it('grows in quarters as the result comes near', () => {
    const steps = [
      result(['Ann']),
      result(['Joe', 52n]),
      result(['Joe', 52n], ['Rose', 41n]),
      result(...singers.rows),
    ]
    expect(steps.map((step) => potentialOf(step, SQL, singers))).toEqual([0, 0.25, 0.5, 1])
  })

  it('R4, V15: falls when rows and columns are sprayed around the right ones', () => {
    const spray = singers.rows.flatMap((row) =>
      Array.from({ length: 20 }, () => [...row, 'x', 'y']),
    )
    expect(potentialOf(result(...spray), SQL, singers)).toBeLessThanOrEqual(0.25)
  })

  it('V14: does not rise when a column is repeated', () => {
    const twice = singers.rows.map(([name = null]) => [name, name])
    expect(potentialOf(result(...twice), SQL, singers)).toBeLessThan(0.5)
  })

  it('R15, V15: falls with numbers too many, so that a wide row of guesses is never warm', () => {
    const count = gold([42n])
    const rowOf = (width: number): Row => Array.from({ length: width }, (_, i) => BigInt(42 + i))
    const levels = [1, 2, 3, 4, 500].map((width) => potentialOf(result(rowOf(width)), SQL, count))
    expect(levels).toEqual([1, 0.5, 0.5, 0.25, 0.25])
    expect(publishedPotentialOf(result(rowOf(500)), count)).toBe(0.5)
  })

  it('gives the numbers’ share to the other two where gold has none', () => {
    const names = gold(['Joe'], ['Rose'])
    expect(potentialOf(result(['Joe'], ['Ann']), SQL, names)).toBe(0.5)
  })
})

describe('R15: a literal of the query is no match', () => {
  const count = gold([42n])

  it.each([
    'SELECT 42 FROM singer LIMIT 1',
    "SELECT '42' + 0 FROM singer LIMIT 1",
    'SELECT -(-42) FROM singer LIMIT 1',
    'SELECT 42.0000001 FROM singer LIMIT 1',
    'SELECT 4_2 FROM singer LIMIT 1',
  ])('%s', (sql) => {
    expect(potentialOf(result([42n]), sql, count)).toBe(0.25)
  })

  it('says no warmer to a guess that comes near', () => {
    const guesses = [1n, 20n, 40n, 41n, 42n].map((guess) =>
      potentialOf(result([guess]), `SELECT ${guess} FROM singer`, count),
    )
    expect(new Set(guesses)).toEqual(new Set([0.25]))
  })

  it('holds for text in single and in double quotes', () => {
    const name = gold(['JetBlue'])
    expect(potentialOf(result(['JetBlue']), `SELECT 'jetblue' FROM airlines`, name)).toBe(0.25)
    expect(potentialOf(result(['JetBlue']), `SELECT "JetBlue" FROM airlines`, name)).toBe(0.25)
  })

  it('counts as a match in the published profile', () => {
    expect(publishedPotentialOf(result([42n]), count)).toBe(1)
  })
})

it('reads as many rows as it takes to see that there are more than gold has', () => {
  expect([potentialRowsMax(3), potentialRowsMax(5000)]).toEqual([1000, 5001])
})

const anyCell: fc.Arbitrary<CellValue> = fc.oneof(
  fc.bigInt({ min: -5n, max: 5n }),
  fc.double({ noNaN: true }),
  fc.string({ maxLength: 2 }),
  fc.constant(null),
)
const anyRows = fc.array(fc.tuple(anyCell, anyCell), { maxLength: 5 })

it('is one of five levels, and 1 only for what equals gold', () => {
  fc.assert(
    fc.property(anyRows, anyRows, (rows, goldRows) => {
      const level = potentialOf(result(...rows), 'SELECT a FROM t', gold(...goldRows))
      expect([0, 0.25, 0.5, 0.75, 1]).toContain(level)
      if (level === 1) expect(rows.length).toBe(goldRows.length)
    }),
  )
})

describe('Φ of large results', { timeout: 5000 }, () => {
  const many = (count: number, toRow: (index: number) => Row) =>
    Array.from({ length: count }, (_, index) => toRow(index))

  it('is 1 for a thousand rows in any order, and for more in the order of gold', () => {
    for (const count of [1000, 1001]) {
      const rows = many(count, (i) => [BigInt(i), i / 7, `Name ${i}`])
      expect(potentialOf(result(...rows), SQL, gold(...rows))).toBe(1)
      const reversed = result(...rows.toReversed())
      expect(potentialOf(reversed, SQL, gold(...rows))).toBe(count > 1000 ? 0.75 : 1)
    }
  })

  it('comes soon where a hundred thousand numbers are each the nearest of another', () => {
    const rows = many(100_000, (i) => [i * 1.5])
    expect(potentialOf({ ...result(), rows }, SQL, gold(...rows))).toBe(1)
    const moved = many(100_000, (i) => [(99_999 - i) * 1.5 + 0.4])
    expect(potentialOf({ ...result(), rows: moved }, SQL, { ...gold(), rows })).toBe(0.25)
  })

  it('comes soon for letters under thousands of marks', () => {
    const cell = `a${'\u0301'.repeat(100_000)}${'\u0316'.repeat(100_000)}`
    expect(potentialOf(result([cell]), SQL, gold(['a']))).toBe(0.25)
    expect(potentialOf(result([cell]), SQL, gold([cell]))).toBe(1)
  })
})
