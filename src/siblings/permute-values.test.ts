import { expect, it } from 'vitest'

import { chanceOf, changed, columnOf, rowsOf, table } from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { permuteValues } from './permute-values.ts'

it('lets rows exchange values: each column keeps what it holds, and rows change', () => {
  const rows = Array.from({ length: 40 }, (_, index): Row => [
    BigInt(index),
    `name ${index}`,
    index / 2,
  ])
  const contents = [table('thing', ['id INTEGER KEY', 'name TEXT', 'size REAL'], rows)]
  const after = changed(contents, (draft) => permuteValues(draft, 100, chanceOf(2)))
  expect(columnOf(after, 0, 0)).toEqual(columnOf(contents, 0, 0))
  expect(new Set(columnOf(after, 0, 1))).toEqual(new Set(columnOf(contents, 0, 1)))
  expect(rowsOf(after, 0)).not.toEqual(rows)
})

it('moves what follows from a value together with it', () => {
  const towns = [
    ['Ayr', 'Scotland'],
    ['Perth', 'Scotland'],
    ['Bath', 'England'],
    ['Cork', 'Ireland'],
  ]
  const rows = Array.from({ length: 60 }, (_, index): Row => [
    BigInt(index),
    ...(towns[index % 4] ?? []),
  ])
  const contents = [table('person', ['id INTEGER KEY', 'town TEXT', 'country TEXT'], rows)]
  const after = changed(contents, (draft) => permuteValues(draft, 100, chanceOf(2)))
  expect(rowsOf(after, 0)).not.toEqual(rows)
  for (const [, ...town] of rowsOf(after, 0)) expect(towns).toContainEqual(town)
})
