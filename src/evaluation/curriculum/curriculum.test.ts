import { describe, expect, it } from 'vitest'

import { curriculum } from './curriculum.ts'
import { toSuccessTable } from './success-table.ts'
import type { SuccessRow } from './success-table.ts'

const row = (question_id: string, solved: number, attempts: number): SuccessRow => ({
  question_id,
  attempts,
  solved,
})

const TABLE = [row('never', 0, 16), row('half', 8, 16), row('always', 16, 16), row('new', 0, 0)]

const drawn = (table: readonly SuccessRow[], seed: number, count = 10_000): string[] =>
  curriculum(table, seed).take(count).toArray()

const shareOf = (ids: readonly string[], wanted: string): number =>
  ids.filter((id) => id === wanted).length / ids.length

it('draws what is solved sometimes, and what was never tried, most often', () => {
  const ids = drawn(TABLE, 1)
  // The weights are ¼, ¼, and 17/324 for the two that are always or never solved.
  const all = 1 / 4 + 1 / 4 + 17 / 324 + 17 / 324
  for (const id of ['half', 'new']) expect(shareOf(ids, id)).toBeCloseTo(1 / 4 / all, 1)
  for (const id of ['never', 'always']) expect(shareOf(ids, id)).toBeCloseTo(17 / 324 / all, 1)
})

it('gives up no question for ever', () => {
  const ids = drawn([row('never', 0, 2 ** 53 - 1), row('always', 2 ** 53 - 1, 2 ** 53 - 1)], 1)
  expect(new Set(ids)).toEqual(new Set(['never', 'always']))
})

it('is the same for the same table and seed, whatever the order of rows', () => {
  expect(drawn(TABLE.toReversed(), 7, 100)).toEqual(drawn(TABLE, 7, 100))
  expect(drawn(TABLE, 8, 100)).not.toEqual(drawn(TABLE, 7, 100))
})

it('draws fewer as the beginning of more', () => {
  expect(drawn(TABLE, 7, 100).slice(0, 10)).toEqual(drawn(TABLE, 7, 10))
})

describe('a table that cannot be', () => {
  it.each<[string, readonly object[], string]>([
    ['no rows', [], 'Expected a table with at least one row'],
    ['two rows of a question', [TABLE[0] ?? {}, TABLE[0] ?? {}], 'got two of never'],
    ['more solved than tried', [row('a', 2, 1)], 'solved of a to be an integer from 0 to 1, got 2'],
    ['a share', [row('a', 0.5, 1)], 'solved of a to be an integer from 0 to 1, got 0.5'],
    ['attempts below 0', [row('a', 0, -1)], 'attempts of a to be an integer from 0 up, got -1'],
    ['a text for a number', [{ ...row('a', 0, 1), attempts: '1' }], 'got "1"'],
    ['no id', [{ attempts: 1, solved: 1 }], 'question_id of row 1 to be a text, got undefined'],
    ['an empty id', [row('', 0, 0)], 'question_id of row 1 to be a text, got ""'],
  ])('with %s is refused', (_, table, message) => {
    expect(() => curriculum(table as SuccessRow[], 1).next()).toThrow(message)
  })

  it.each([-1, 0.5, 2 ** 53, Number.NaN])('nor a seed %s', (seed) => {
    expect(() => curriculum(TABLE, seed).next()).toThrow('Expected seed to be an integer from 0')
  })
})

it('is made of the outcomes of episodes; one that was left is no attempt', () => {
  const episodes = [
    { question_id: 'b', outcome: 'solved' },
    { question_id: 'a', outcome: 'wrong' },
    { question_id: 'b', outcome: 'out_of_budget' },
    { question_id: 'b', outcome: null },
    { question_id: null, outcome: null },
  ]
  expect(toSuccessTable(episodes, ['a', 'c'])).toEqual([
    row('a', 0, 1),
    row('c', 0, 0),
    row('b', 1, 2),
  ])
})
