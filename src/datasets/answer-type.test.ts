import { expect, it } from 'vitest'

import { answerTypeOf } from './answer-type.ts'

it.each([
  ['integer', 1, [[37n]]],
  ['float', 1, [[37.0]]],
  ['string', 1, [['37']]],
  ['list', 1, [[1n], [2n]]],
  ['list', 1, []],
  ['table', 2, [[1n, 'a']]],
  ['table', 2, []],
] as const)('is %s for %i columns of %o', (type, columnCount, rows) => {
  expect(answerTypeOf(columnCount, rows)).toBe(type)
})
