import { expect, it } from 'vitest'

import { chanceOf } from '../../test/sibling-contents.ts'
import type { CellValue } from '../sql/cell.ts'
import { valuesAround } from './boundary-values.ts'
import { studyColumns } from './column-facts.ts'
import { table } from '../../test/sibling-contents.ts'

function around(value: CellValue, cells: readonly CellValue[], isPart = false): CellValue[] {
  const contents = [
    table(
      'thing',
      ['cell'],
      cells.map((cell) => [cell]),
    ),
  ]
  const [facts] = studyColumns(contents)[0] ?? []
  if (facts === undefined) throw new Error('Expected a column')
  return valuesAround({ table: 0, column: 0, value, isPart }, facts, chanceOf(1))
}

it.each<[string, CellValue, CellValue[], CellValue[]]>([
  ['an integer', 30n, [18n, 47n, 80n], [29n, 30n, 31n]],
  ['an integer of a column with decimals', 5n, [1.5, 9.9], [4.9, 5, 5.1]],
  ['a number in texts of digits', 40n, ['007', '123'], ['039', '040', '041']],
  ['zero, where nothing is below it', 0n, [3n, 17n, 5n], [0n, 1n]],
  ['zero, where something is', 0n, [-3n, 17n, 5n], [-1n, 0n, 1n]],
  [
    'a date',
    '2024-03-01',
    ['2024-01-01', '2024-05-05'],
    ['2024-02-29', '2024-03-01', '2024-03-02'],
  ],
  [
    'a date of a column with times',
    '2024-03-01',
    ['2024-01-01 09:00'],
    ['2024-02-29 09:00', '2024-03-01 09:00', '2024-03-02 09:00'],
  ],
  ['a word that the column lists', 'yes', ['yes', 'no', 'yes', 'no'], ['yes']],
  ['a word that it does not list', 'Yes', ['yes', 'no', 'yes', 'no'], []],
  ['a name, and one that only begins like it', 'Zoë', ['Ada', 'Zoë'], ['Zoë', 'Zoë zoë']],
  ['a text in a column of numbers', 'many', [3n, 17n], []],
])('finds what lies at and beside %s', (_case, value, cells, expected) => {
  expect(around(value, cells)).toEqual(expected)
})

it('puts a part where it is looked for', () => {
  expect(around('Hall', ['Old Mill'], true)).toEqual(['Old Mill Hall', 'Hall Old Mill'])
})
