import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import Database from 'better-sqlite3'

import type { CellValue } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import { bareCell, cellTest, quotedCell } from './answer-cell.ts'

const isRight = (text: string, gold: CellValue) => cellTest(gold)(bareCell(text))
const blob = Uint8Array.from([0xc0, 0xff])

describe('a cell is right', () => {
  it.each<[string, string, CellValue]>([
    ['an integer', '25', 25n],
    ['an integer with a decimal point', '25.0', 25n],
    ['an integer with thousands told apart', '1,204', 1204n],
    ['an integer with zeros in front', '037', 37n],
    ['an integer in quotes (V11)', '"25"', 25n],
    ['a large integer, to the last digit (N10)', '9007199254740993', 9007199254740993n],
    ['a real without its point', '37', 37.0],
    ['a real in its last digit (N6)', '0.3', 0.1 + 0.2],
    ['a real rounded to three digits', '3.14', Math.PI],
    ['a small real rounded to three digits', '0.0123', 0.012345],
    ['a real rounded to two decimals', '104.25', 104.2489],
    ['a real rounded to three digits before the point', '104', 104.25],
    ['a rounded real that ends in zeros', '25.00', 25.0012],
    ['an exact half, up', '122.3', 122.25],
    ['an exact half, to the even digit', '122.2', 122.25],
    ['a half only to the eye: up', '2.68', 2.675],
    ['a half only to the eye: as SQLite rounds the double', '2.67', 2.675],
    ['zero, almost', '0.0000000001', 0.0],
    ['zero, an integer', '0', 0.0],
    ['infinity', 'Inf', Infinity],
    ['infinity as JSON can write it', '9e999', Infinity],
    ['a text in another case and with other blanks', ' new  YORK', 'New York '],
    ['a text in quotes', '“New York”', 'New York'],
    ['a text that has quotes itself', '"New York"', '"New York"'],
    ['a text of digits', '037', '037'],
    ['the empty text, in quotes', '""', ''],
    ['the word null, bare', 'NULL', 'null'],
    ['the word null, in quotes', '"null"', 'NULL'],
    ['NULL', 'null', null],
    ['a blob', "X'C0FF'", blob],
  ])('%s', (_case, text, gold) => {
    expect(isRight(text, gold)).toBe(true)
  })
})

describe('a cell is wrong', () => {
  it.each<[string, string, CellValue]>([
    ['a fraction for an integer', '25.9', 25n],
    ['a fraction that rounds to the integer', '25.0001', 25n],
    ['a large integer off by one (N10)', '9007199254740992', 9007199254740993n],
    ['an integer with a group of two digits', '1,20', 120n],
    ['a real rounded to two digits', '3.1', Math.PI],
    ['a real whose zeros claim nothing', '100', 100.4],
    ['a real cut instead of rounded', '2.345', 2.34567],
    ['an exact half, down and odd', '122.7', 122.75],
    ['a real off by one in the last digit', '3.15', Math.PI],
    ['one per cent off (V10)', '101', 100.0],
    ['a real in thousands', '1.23e5', 123456.7],
    ['zero for a small real', '0.000', 0.0001],
    ['zero for the smallest real', '0', 5e-324],
    ['a small real for zero', '0.00000001', 0.0],
    ['a large number for infinity (V9)', '1e308', Infinity],
    ['infinity for a large number', 'Inf', 1e308],
    ['a word for infinity in a cell that has none', 'inf', 1.0],
    ['a per cent sign (V11)', '20%', 20n],
    ['a fraction for its per cent (V11)', '0.2', 20n],
    ['a unit', '5 km', 5n],
    ['a word for a number', 'true', 1n],
    ['a number for a word', '1', 'true'],
    ['arithmetic (V13)', '2+2', 4n],
    ['a text without its zeros', '37', '037'],
    ['a text as a number', '37.0', '37'],
    ['a text without its quotes', 'New York', '"New York"'],
    ['nothing for zero (V9)', '', 0n],
    ['nothing for NULL (V9)', '', null],
    ['NULL for zero (V9)', 'NULL', 0n],
    ['NULL for the empty text (V9)', 'NULL', ''],
    ['NULL in quotes', '"NULL"', null],
    ['another word for NULL', 'None', null],
    ['another blob', "x'c0fe'", blob],
    ['the letters of a blob', 'c0ff', blob],
  ])('%s', (_case, text, gold) => {
    expect(isRight(text, gold)).toBe(false)
  })

  it('a text in quotes that stood in JSON is taken as it is', () => {
    expect(cellTest('ann')(quotedCell('"ann"'))).toBe(false)
    expect(cellTest(null)(quotedCell('null'))).toBe(false)
    expect(cellTest(1204n)(quotedCell('1,204'))).toBe(true)
  })
})

const anyCell: fc.Arbitrary<CellValue> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'grapheme' }),
  fc.uint8Array({ maxLength: 4 }),
  fc.constant(null),
)

it('takes every cell as it prints', () => {
  fc.assert(
    fc.property(anyCell, (gold) => {
      expect(isRight(formatCell(gold), gold)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

it('takes a real as SQLite rounds it to two decimals or more', () => {
  const round = new Database(':memory:').prepare('SELECT round(?, ?)').pluck()
  const real = fc
    .tuple(fc.integer({ min: 7000, max: 999_999_999 }), fc.constantFrom(1000, 7000, 300))
    .map(([dividend, divisor]) => dividend / divisor)
  fc.assert(
    fc.property(real, fc.integer({ min: 2, max: 9 }), (gold, decimals) => {
      const rounded = Number(round.get(gold, decimals)).toFixed(decimals)
      expect(isRight(rounded, gold)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
