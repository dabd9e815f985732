import { expect, it } from 'vitest'

import {
  chanceOf,
  changed,
  columnOf,
  refersTo,
  rowsOf,
  table,
} from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { SAMPLED_ROWS_MAX, sampledRowCount, sampleRows } from './sample-rows.ts'

it.each([
  [100, 100],
  [120, 120],
  [1_120, 520],
  [1_000_000, SAMPLED_ROWS_MAX],
])('leaves of %i rows %i', (rowCount, left) => {
  expect(sampledRowCount(rowCount, 40)).toBe(left)
})

it('cuts a large table, and leaves what it refers to', () => {
  const cities: Row[] = Array.from({ length: 30 }, (_, index) => [BigInt(index)])
  const people: Row[] = Array.from({ length: 1_120 }, (_, index) => [BigInt(index % 30)])
  const contents = [
    table('city', ['id INTEGER KEY'], cities),
    table('person', ['city INTEGER'], people, [refersTo(0, 0)]),
  ]
  const kept = new Set(people.slice(0, 10))
  const after = changed(contents, (draft) => sampleRows(draft, kept, 40, chanceOf(1)))
  expect(rowsOf(after, 0)).toEqual(cities)
  expect(rowsOf(after, 1)).toHaveLength(520)
  expect(rowsOf(after, 1)).toEqual(expect.arrayContaining(people.slice(0, 10)))
  expect(new Set(columnOf(after, 1, 0)).size).toBe(30)
})
