import { expect, it } from 'vitest'

import { megabytesText, numberText, spreadText } from './number-text.ts'

it.each([
  [123_456.7, '123,457'],
  [12.345, '12.3'],
  [1.005, '1.00'],
  [0.6789, '0.68'],
  [0.01234, '0.012'],
  [0, '0'],
  [64, '64'],
  [Number.NaN, 'none'],
])('shows %s as %s', (value, text) => {
  expect(numberText(value)).toBe(text)
})

it('shows how far rounds lie apart, unless they do not', () => {
  expect(spreadText({ median: 12.34, min: 11, max: 13.96 })).toBe('12.3 (11–14.0)')
  expect(spreadText({ median: 2, min: 2, max: 2 })).toBe('2')
})

it('counts a million bytes as a megabyte', () => {
  expect(megabytesText(137_249_792)).toBe('137 MB')
})
