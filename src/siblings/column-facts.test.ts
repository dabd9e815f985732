import { expect, it } from 'vitest'

import { refersTo, table } from '../../test/sibling-contents.ts'
import type { CellValue } from '../sql/cell.ts'
import { fromNumber, studyColumns, toNumber } from './column-facts.ts'

function kindOf(cells: readonly CellValue[]) {
  return studyColumns([
    table(
      'thing',
      ['cell'],
      cells.map((cell) => [cell]),
    ),
  ])[0]?.[0]?.kind
}

it.each<[string, CellValue[], object]>([
  [
    'integers',
    [3n, 12n, null],
    { name: 'number', form: { storage: 'integer', decimals: 0, width: 0 }, min: 3, max: 12 },
  ],
  ['reals', [1.5, 2.25], { name: 'number', form: { storage: 'real', decimals: 2, width: 0 } }],
  ['both', [640n, 155.25], { name: 'number', form: { storage: 'mixed', decimals: 2, width: 0 } }],
  [
    'texts of digits',
    ['2014', '98'],
    { name: 'number', form: { storage: 'text', decimals: 0, width: 0 } },
  ],
  [
    'codes with zeros',
    ['007', '123'],
    { name: 'number', form: { storage: 'text', decimals: 0, width: 3 } },
  ],
  ['codes of several widths', ['007', '0123'], { name: 'text' }],
  ['phones', ['0151 0077 109', '0341 99'], { name: 'text' }],
  ['dates', ['2024-02-28', '2024-03-01'], { name: 'date' }],
  ['a date that is none', ['2024-02-28', '0000-00-00'], { name: 'text' }],
  ['words that come again', ['yes', 'no', 'yes', 'no'], { name: 'category' }],
  ['flags', [0n, 1n, 1n, 0n], { name: 'category' }],
  ['numbers beside texts', [1n, 'x'], { name: 'other' }],
  ['bytes', [new Uint8Array([1])], { name: 'other' }],
  ['nothing', [null], { name: 'other' }],
])('knows %s', (_case, cells, kind) => {
  expect(kindOf(cells)).toMatchObject(kind)
})

it('tells keys, references and plain columns apart', () => {
  const facts = studyColumns([
    table('person', ['id INTEGER KEY', 'boss INTEGER', 'age INTEGER'], [], [refersTo(1, 0)]),
  ])
  expect(facts[0]?.map(({ role }) => role)).toEqual(['key', 'reference', 'plain'])
})

it.each<[CellValue, number | undefined]>([
  ['037', 37],
  ['-2.50', -2.5],
  ['1e5', undefined],
  ['', undefined],
  [null, undefined],
  [2n ** 62n, undefined],
])('reads %s as %s', (cell, number) => {
  expect(toNumber(cell)).toBe(number)
})

it('writes numbers as the column does', () => {
  expect(fromNumber(7, { storage: 'text', decimals: 0, width: 3 })).toBe('007')
  expect(fromNumber(7, { storage: 'mixed', decimals: 2, width: 0 })).toBe(7n)
  expect(fromNumber(7.126, { storage: 'real', decimals: 2, width: 0 })).toBe(7.13)
})
