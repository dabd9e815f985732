import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { chanceOf, changed, columnOf, refersTo, table } from '../../test/sibling-contents.ts'
import { remapIds } from './remap-ids.ts'

const contents = [
  table(
    'singer',
    ['id INTEGER KEY', 'name TEXT'],
    [
      [1n, 'Joe'],
      [2n, 'Rose'],
      [3n, 'Justin'],
    ],
  ),
  table(
    'song',
    ['title TEXT', 'singer TEXT'],
    [
      ['Sun', '2'],
      ['Love', '2'],
      ['Hey', '1'],
      ['?', 'x'],
    ],
    [refersTo(1, 0)],
  ),
]

it('gives each row another number, and what refers to it the same, as number or text', () => {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      const after = changed(contents, (draft) => remapIds(draft, chanceOf(number)))
      const [joe, rose] = columnOf(after, 0, 0)
      expect(columnOf(after, 1, 1)).toEqual([String(rose), String(rose), String(joe), 'x'])
      expect(new Set(columnOf(after, 0, 0)).size).toBe(3)
    }),
  )
})

it('leaves a number alone that a query names', () => {
  const named = [{ table: 1, column: 1, value: 2n, isPart: false }]
  fc.assert(
    fc.property(fc.nat(), (number) => {
      const after = changed(contents, (draft) => remapIds(draft, chanceOf(number)), named)
      expect(columnOf(after, 0, 0).indexOf(2n)).toBe(1)
    }),
  )
})

it('leaves codes alone', () => {
  const codes = [table('river', ['code TEXT KEY'], [['037'], ['R2']])]
  expect(changed(codes, (draft) => remapIds(draft, chanceOf(1)))).toEqual(codes)
})
