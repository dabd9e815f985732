import { expect, it } from 'vitest'

import { chanceOf, refersTo, table } from '../../test/sibling-contents.ts'
import type { CellValue, Row } from '../sql/cell.ts'
import { studyContents } from './draft.ts'
import { chooseKeptRows } from './kept-rows.ts'
import { isHeldBy } from './literal-holders.ts'

it('keeps rows that several literals are about, and what they refer to', () => {
  const towns: Row[] = [['Ayr'], ['Bath'], ['Cork']]
  const people: Row[] = [
    ['Ada', 30n, 'Bath'],
    ['Ada', 31n, 'Cork'],
    ['Ada', 40n, 'Ayr'],
    ['Bo', 9n, 'Ayr'],
  ]
  const contents = [
    table('town', ['name TEXT KEY'], towns),
    table('person', ['name TEXT', 'age INTEGER', 'town TEXT'], people, [refersTo(2, 0)]),
  ]
  const literals = [
    { table: 1, column: 0, value: 'Ada', isPart: false },
    { table: 1, column: 1, value: 31n, isPart: false },
  ]
  const kept = chooseKeptRows(studyContents(contents, literals), chanceOf(1))
  expect(kept).toContain(people[1])
  expect(kept).toContain(towns[2])
  expect(kept).not.toContain(people[3])
})

it.each<[CellValue, CellValue, boolean, boolean]>([
  ['Ada', 'Ada', false, true],
  ['ada', 'Ada', false, false],
  ['Ada Roux', 'roux', true, true],
  ['2014', 2014n, false, true],
  [2.0, 2n, false, true],
  [null, 'null', true, false],
])('%s holds %s (as a part: %s): %s', (cell, value, isPart, expected) => {
  expect(isHeldBy({ table: 0, column: 0, value, isPart }, [cell])).toBe(expected)
})
