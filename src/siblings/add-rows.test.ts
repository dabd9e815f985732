import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import {
  chanceOf,
  changed,
  columnOf,
  refersTo,
  rowsOf,
  table,
} from '../../test/sibling-contents.ts'
import { addRows } from './add-rows.ts'

const contents = [
  table(
    'stadium',
    ['id INTEGER KEY', 'city TEXT'],
    [
      [1n, 'Ayr'],
      [2n, 'Perth'],
      [3n, 'Ayr'],
    ],
  ),
  table(
    'match',
    ['stadium INTEGER KEY', 'day TEXT KEY', 'goals INTEGER'],
    [
      [1n, '2024-05-01', 2n],
      [2n, '2024-05-01', 0n],
      [2n, '2024-05-08', 1n],
    ],
    [refersTo(0, 0)],
  ),
]

it('puts rows together from the cells of others, and lets them refer to rows that are there', () => {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      const after = changed(contents, (draft) => addRows(draft, 100, chanceOf(number)))
      expect(rowsOf(after, 0).slice(0, 3)).toEqual(rowsOf(contents, 0))
      expect(rowsOf(after, 0).length).toBeGreaterThan(3)
      expect(new Set(columnOf(after, 0, 1))).toEqual(new Set(['Ayr', 'Perth']))
      for (const stadium of columnOf(after, 1, 0)) {
        expect(columnOf(after, 0, 0)).toContain(stadium)
      }
    }),
  )
})

it('leaves an empty table empty', () => {
  const empty = [table('nothing', ['id INTEGER KEY'], [])]
  expect(changed(empty, (draft) => addRows(draft, 100, chanceOf(1)))).toEqual(empty)
})
