import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { chanceOf, changed, columnOf, table } from '../../test/sibling-contents.ts'
import type { CellValue, Row } from '../sql/cell.ts'
import { changeValues } from './change-values.ts'

function changedColumn(type: string, cells: readonly CellValue[], number: number): CellValue[] {
  const rows = cells.map((cell, index): Row => [BigInt(index), cell])
  const contents = [table('thing', ['id INTEGER KEY', `cell ${type}`], rows)]
  return columnOf(
    changed(contents, (draft) => changeValues(draft, 100, chanceOf(number))),
    0,
    1,
  )
}

it.each<[string, string, CellValue[], RegExp]>([
  ['integers', 'INTEGER', [3n, 12n, 40n, 7n], /^(?:[3-9]|[123]\d|40)$/],
  ['numbers with one decimal', 'REAL', [1.5, 9.9, 4.2], /^\d(?:\.\d)?$/],
  ['texts of digits, with their zeros', 'TEXT', ['007', '040', '123'], /^[01]\d\d$/],
  [
    'dates, with what follows them',
    'TEXT',
    ['2024-02-20 09:00', '2024-03-05 10:00'],
    /^2024-0[23]-\d\d (?:09|10):00$/,
  ],
  [
    'texts of several words, by their words',
    'TEXT',
    ['Aoi 渡辺', 'Émile Roux'],
    /^(?:Aoi|Émile) (?:渡辺|Roux)$/,
  ],
])('changes %s within what the column holds', (_kind, type, cells, expected) => {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      const after = changedColumn(type, cells, number)
      for (const [index, cell] of after.entries()) {
        expect(String(cell)).toMatch(expected)
        expect(typeof cell).toBe(typeof cells[index])
      }
    }),
  )
})

it('leaves NULLs and keys alone', () => {
  expect(changedColumn('TEXT', [null, null], 1)).toEqual([null, null])
})
