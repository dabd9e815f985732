import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CellValue } from '../sql/cell.ts'
import { sameCell } from './same-cell.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

describe('cells are the same', () => {
  it.each<[string, CellValue, CellValue]>([
    ['an integer, to the last digit (N10)', 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ['an integer and the real that is exactly it', 25n, 25.0],
    ['a large integer and the real that is exactly it', 2n ** 62n, 2 ** 62],
    ['reals within a millionth of the larger (N6)', 0.1 + 0.2, 0.3],
    ['reals a millionth apart', 1_000_000.0, 999_999.0],
    ['zero and minus zero', 0.0, -0.0],
    ['zero, integer and real', 0n, -0.0],
    ['infinity', Infinity, Infinity],
    ['texts that differ by case', 'Ann', 'aNN'],
    ['texts that differ by outer and repeated blanks', ' New \n York ', 'new york'],
    ['texts that differ by the composition of a letter (N10)', 'Åland', 'A\u030Aland'],
    ['blobs of the same bytes', bytes(0, 255), bytes(0, 255)],
    ['NULL', null, null],
  ])('%s', (_case, a, b) => {
    expect(sameCell(a, b)).toBe(true)
    expect(sameCell(b, a)).toBe(true)
  })
})

describe('cells are not the same', () => {
  it.each<[string, CellValue, CellValue]>([
    ['neighbouring integers, however large (V10)', 9_007_199_254_740_993n, 9_007_199_254_740_992n],
    ['an integer and a real next to it', 25n, 25.000001],
    ['an integer and the real that it rounds to', 2n ** 53n + 1n, 2 ** 53],
    ['reals more than a millionth apart', 1_000_000.0, 999_998.9],
    ['small reals, whose difference is small too (V10)', 0.001, 0.0099],
    ['zero and the smallest real', 0.0, 5e-324],
    ['zero, an integer, and a small real', 0n, 1e-12],
    ['reals of different sign', 1e-300, -1e-300],
    ['infinity and a number (V9)', Infinity, Number.MAX_VALUE],
    ['the two infinities', Infinity, -Infinity],
    ['NULL and the empty text (V9)', null, ''],
    ['NULL and zero (V9)', null, 0n],
    ['NULL and its word', null, 'NULL'],
    ['the empty text and zero (V9)', '', 0n],
    ['a text and the number that it shows', '37', 37n],
    ['texts of numbers that are written differently', '037', '37'],
    ['a text and the blob of its letters', 'a', bytes(97)],
    ['a text and what a blob prints as', "x'61'", bytes(97)],
    ['blobs of other length', bytes(1), bytes(1, 0)],
    ['a percentage and its number (V11)', '20%', '20'],
  ])('%s', (_case, a, b) => {
    expect(sameCell(a, b)).toBe(false)
    expect(sameCell(b, a)).toBe(false)
  })
})

const anyCell: fc.Arbitrary<CellValue> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 4 }),
  fc.constant(null),
  fc.constantFrom<CellValue>(0n, 0, -0, 1n, 1, '', '0', '1', 'null', 1 + 1e-6, 1 - 1e-6),
)

it('is symmetric', () => {
  fc.assert(
    fc.property(anyCell, anyCell, (a, b) => {
      expect(sameCell(a, b)).toBe(sameCell(b, a))
    }),
  )
})

it('holds between every cell and itself', () => {
  fc.assert(
    fc.property(anyCell, (cell) => {
      expect(sameCell(cell, structuredClone(cell))).toBe(true)
    }),
  )
})
