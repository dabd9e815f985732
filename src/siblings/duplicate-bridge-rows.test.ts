import { expect, it } from 'vitest'

import { chanceOf, changed, refersTo, rowsOf, table } from '../../test/sibling-contents.ts'
import { duplicateBridgeRows } from './duplicate-bridge-rows.ts'

const student = table('student', ['id INTEGER KEY'], [[1n], [2n]])
const pet = table('pet', ['id INTEGER KEY'], [[7n], [8n]])
const references = [refersTo(0, 0), refersTo(1, 1)]
const double = (...tables: Parameters<typeof changed>[0]) =>
  changed(tables, (draft) => duplicateBridgeRows(draft, chanceOf(1)))

it('doubles a row that only says what belongs together', () => {
  const bridge = table(
    'has_pet',
    ['student INTEGER', 'pet INTEGER'],
    [
      [1n, 7n],
      [2n, 8n],
    ],
    references,
  )
  const after = double(student, pet, bridge)
  expect(rowsOf(after, 2)).toHaveLength(3)
  expect(rowsOf(after, 2).slice(0, 2)).toContainEqual(rowsOf(after, 2)[2])
})

it('gives the double a number of its own where rows are numbered', () => {
  const bridge = table(
    'visit',
    ['id INTEGER KEY', 'student INTEGER', 'pet INTEGER'],
    [[1n, 1n, 7n]],
    [refersTo(1, 0), refersTo(2, 1)],
  )
  const [first, second] = rowsOf(double(student, pet, bridge), 2)
  expect(second?.slice(1)).toEqual(first?.slice(1))
  expect(second?.[0]).not.toBe(first?.[0])
})

it('doubles nothing where a key forbids it, or where a table says more than that', () => {
  const keyed = table('has_pet', ['student INTEGER KEY', 'pet INTEGER KEY'], [[1n, 7n]], references)
  const plain = table('note', ['student INTEGER', 'text TEXT'], [[1n, 'a']], [refersTo(0, 0)])
  const before = [student, pet, keyed, plain]
  expect(double(...before)).toEqual(before)
})
