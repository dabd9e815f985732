import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseDecimal, roundDecimal, sameDecimal, toDecimal } from './decimal.ts'
import type { TieRule } from './decimal.ts'

describe('numbers', () => {
  it.each([
    ['25', '25.0'],
    ['1,204', '1204'],
    ['12,345,678.90', '12345678.9'],
    ['037', '37'],
    ['+5', '5.'],
    ['\u22125', '-5'],
    ['.5', '0.50'],
    ['1.5e3', '1500'],
    ['15E-1', '1.5'],
    ['-0', '0.00'],
    ['9007199254740993', '9007199254740993.0'],
  ])('%s and %s have one value', (a, b) => {
    expect(sameDecimal(toDecimal(a), toDecimal(b))).toBe(true)
  })

  it.each([
    '',
    '.',
    '-',
    '1,20',
    '0,204',
    '1,2045',
    '12,34,567',
    '1 204',
    '20%',
    '$5',
    '5 km',
    '5e',
  ])('%j is none', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  it.each(['Infinity', 'NaN', '0x1f', '1_000', '1/2', '2+2', '٣'])('%j is none (V13)', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  it('keep the nearest double', () => {
    expect(toDecimal('-1,204.5e-1').value).toBe(-120.45)
    expect(toDecimal('9e999').value).toBe(Infinity)
    expect(toDecimal(`1e${'9'.repeat(400)}`).value).toBe(Infinity)
  })
})

describe('digits that claim something', () => {
  it.each([
    ['3.14', 3],
    ['1.50', 3],
    ['0.0123', 3],
    ['100.0', 4],
    ['1,230', 3],
    ['100', 1],
    ['100.', 1],
    ['104.', 3],
    ['105', 3],
    ['0.0', 0],
  ])('%s shows %i', (text, count) => {
    expect(toDecimal(text).significantDigits).toBe(count)
  })
})

describe('rounding', () => {
  it.each<[string, number, TieRule, string]>([
    ['3.14159', 2, 'half_up', '3.14'],
    ['122.5', 0, 'half_up', '123'],
    ['122.5', 0, 'half_even', '122'],
    ['123.5', 0, 'half_even', '124'],
    ['-122.5', 0, 'half_up', '-123'],
    ['122.51', 0, 'half_even', '123'],
    ['99.96', 1, 'half_up', '100'],
    ['0.06', 1, 'half_up', '0.1'],
    ['0.04', 1, 'half_up', '0'],
    ['0.006', 1, 'half_up', '0'],
    ['12', 3, 'half_up', '12'],
  ])('%s to %i decimals, %s, is %s', (text, decimals, tie, rounded) => {
    expect(sameDecimal(roundDecimal(toDecimal(text), decimals, tie), toDecimal(rounded))).toBe(true)
  })

  it('agrees with exact integer arithmetic', () => {
    const million = fc.bigInt({ min: -1_000_000n, max: 1_000_000n })
    fc.assert(
      fc.property(million, fc.integer({ min: 0, max: 4 }), (thousandths, decimals) => {
        const rounded = roundDecimal(toDecimal(`${thousandths}e-3`), decimals, 'half_up')
        const unit = 10n ** BigInt(Math.max(0, 3 - decimals))
        const magnitude = thousandths < 0n ? -thousandths : thousandths
        const expected = ((2n * magnitude + unit) / (2n * unit)) * unit
        const sign = thousandths < 0n ? '-' : ''
        expect(sameDecimal(rounded, toDecimal(`${sign}${expected}e-3`))).toBe(true)
      }),
    )
  })
})
