import { describe, expect, it } from 'vitest'

import type { CellValue, Row } from '../sql/cell.ts'
import { unfoundedCells } from './unfounded-cells.ts'

const column = (...cells: readonly CellValue[]): Row[] => cells.map((cell) => [cell])

/** Gold is 42 on one database and 17 on the other. */
const counts = { here: column(42n), there: column(17n) }

function isUnfounded(
  here: readonly Row[],
  there: readonly Row[],
  gold: { here: readonly Row[]; there: readonly Row[] } = counts,
): (cell: CellValue) => boolean {
  return unfoundedCells({ rows: here, goldRows: gold.here }, { rows: there, goldRows: gold.there })
}

describe('R15: a value that comes out whatever the data are', () => {
  it('is unfounded where gold has it on one database only', () => {
    const test = isUnfounded(column(42n), column(42n))
    expect(test(42n)).toBe(true)
    expect(test(42)).toBe(true)
    expect(test(17n)).toBe(false)
  })

  it('is unfounded among many, on both sides', () => {
    const row: Row[] = [[17n, 18n, 42n]]
    const test = isUnfounded(row, row)
    expect([17n, 18n, 42n].map(test)).toEqual([true, false, true])
  })

  it('is known in any spelling that the verifier takes for the same', () => {
    const test = isUnfounded(column('ANN'), column('ann '), { here: column('Ann'), there: [] })
    expect(test(' Ann')).toBe(true)
  })
})

describe('what data produced', () => {
  it('stays, where the query gives it as gold does', () => {
    const test = isUnfounded(column(42n), column(17n))
    expect([42n, 17n].map(test)).toEqual([false, false])
  })

  it('stays, where it comes by so much more often as gold has it', () => {
    const gold = { here: column('Ann', 'Ann', 'Bo'), there: column('Ann', 'Bo') }
    expect(isUnfounded(gold.here, gold.there, gold)('Ann')).toBe(false)
  })

  it('stays, where gold has it equally often on both', () => {
    const gold = { here: column('Ann', 'Bo'), there: column('Ann') }
    const test = isUnfounded(column('Ann', 'Bo'), column('Ann', 'Bo'), gold)
    expect(['Ann', 'Bo'].map(test)).toEqual([false, true])
  })
})
