import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { chanceOf, changed, columnOf, table } from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { addNulls } from './add-nulls.ts'

const rows = Array.from({ length: 50 }, (_, index): Row => [
  BigInt(index),
  `a${index}`,
  BigInt(index),
])

function nullCounts(columns: readonly string[], number: number, given = rows): number[] {
  const contents = [table('thing', ['id INTEGER KEY', ...columns], given)]
  const after = changed(contents, (draft) => addNulls(draft, chanceOf(number)))
  return [0, 1, 2].map(
    (column) => columnOf(after, 0, column).filter((cell) => cell === null).length,
  )
}

it('puts NULLs where the author of the table chose to allow them', () => {
  expect(nullCounts(['name TEXT NOT NULL', 'age INTEGER'], 5)).toEqual([0, 0, expect.any(Number)])
  const counts = fc
    .sample(fc.nat(), 20)
    .map((number) => nullCounts(['name TEXT NOT NULL', 'age INTEGER'], number))
  expect(counts.some(([, , age = 0]) => age > 0)).toBe(true)
})

it('puts none where nothing is declared and none is there', () => {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      expect(nullCounts(['name TEXT', 'age INTEGER'], number)).toEqual([0, 0, 0])
    }),
  )
})

it('puts more where there are some', () => {
  const some = rows.with(0, [0n, 'a0', null])
  const counts = fc
    .sample(fc.nat(), 20)
    .map((number) => nullCounts(['name TEXT', 'age INTEGER'], number, some))
  expect(counts.every(([, name]) => name === 0)).toBe(true)
  expect(counts.some(([, , age = 0]) => age > 1)).toBe(true)
})
