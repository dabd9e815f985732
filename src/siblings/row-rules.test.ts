import { expect, it } from 'vitest'

import { table } from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { studyColumns } from './column-facts.ts'
import { findRules, keepsOrders } from './row-rules.ts'
import type { RowRules } from './row-rules.ts'

function rulesOf(columns: readonly string[], rows: readonly Row[]): RowRules {
  const contents = table('thing', columns, rows)
  return findRules(contents, 0, studyColumns([contents])[0] ?? [])
}

it('finds that what ends does so after it began', () => {
  const rows = Array.from({ length: 30 }, (_, index): Row => {
    const day = 1 + ((index * 7) % 20)
    return [
      `2024-03-${String(day).padStart(2, '0')}`,
      `2024-03-${String(day + 2).padStart(2, '0')}`,
    ]
  })
  const rules = rulesOf(['begins TEXT', 'ends TEXT'], rows)
  expect(rules.orders).toEqual([[0, 1]])
  expect(keepsOrders(rules, ['2024-03-02', '2024-03-01'])).toBe(false)
  expect(keepsOrders(rules, ['2024-03-02', null])).toBe(true)
})

it('takes what a few rows do by accident for no rule', () => {
  expect(
    rulesOf(
      ['a INTEGER', 'b INTEGER'],
      [
        [1n, 9n],
        [8n, 12n],
        [3n, 20n],
      ],
    ).orders,
  ).toEqual([])
})

it('takes columns together of which one follows from the other', () => {
  const rows = Array.from({ length: 40 }, (_, index): Row => [
    `town ${index % 8}`,
    `country ${(index % 8) % 3}`,
    `x${(index * 7) % 11}`,
  ])
  expect(rulesOf(['town TEXT', 'country TEXT', 'mark TEXT'], rows).clusters).toEqual([[2], [0, 1]])
})
