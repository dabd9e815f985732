import { expect, it } from 'vitest'

import { counted, plain, signed } from './number-text.ts'

it.each([
  [0.009999999999999998, '+0.01'],
  [0.0475, '+0.048'],
  [-0.3, '−0.30'],
  [1, '+1.00'],
  [0, '0.00'],
  [-0, '0.00'],
  [1e-9, '0.00'],
  [-1e-9, '0.00'],
])('prints a reward of %d as %s', (value, text) => {
  expect(signed(value)).toBe(text)
})

it('prints a total without a plus', () => {
  expect([plain(1.16), plain(-0.33)]).toEqual(['1.16', '−0.33'])
})

it('counts one and many', () => {
  expect([counted(1, 'row'), counted(0, 'row'), counted(1283, 'row')]).toEqual([
    '1 row',
    '0 rows',
    '1,283 rows',
  ])
})
