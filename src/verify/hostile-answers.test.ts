import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Row } from '../sql/cell.ts'
import type { Gold } from './grade-answer.ts'
import { GRADINGS, gradeAnswer } from './grade-answer.ts'

/** The longest answer that the environment takes. */
const ANSWER_CHARS = 64 * 1024

const numbers = Array.from({ length: 1000 }, (_, index): Row => [BigInt(index)])
const golds: readonly Gold[] = [
  [[42n]],
  [[0.1]],
  [['x']],
  [[null]],
  [['a'], ['b']],
  [['a\nb'], ['c\r\nd'], ['|']],
  [
    ['a | b', 1n],
    ['c', 2n],
  ],
  numbers,
  numbers.map(() => ['x']),
  numbers.map(([id = null]) => [id, 'two\nlines']),
  [],
].map((rows: readonly Row[]) => ({
  columns: (rows[0] ?? ['']).map((_, index) => `c${index}`),
  rows,
  rowOrderMatters: false,
}))

function repeat(text: string): string {
  return text.repeat(Math.ceil(ANSWER_CHARS / text.length)).slice(0, ANSWER_CHARS)
}

// prettier-ignore
const repeated = [
  '"', "'", '`', '```\n', '[', '[[', ']', '{', '|', '| ', '||\n', '-', '|--', ':-', '\n', '\r',
  ', ', ',', ' ,', '1', '0', '0,000', '1,000', '.', '1.', '1. ', '1. x\n', 'e', '1e', 'x\n',
  ' ', '\t', '\u00a0', '\0', 'null', 'null, ', 'answer:', 'Answer: "', '\ud800', '\u0301',
  'a\nb\n', 'c\n', 'two\n', '\\', '\\"', '"a",', '[1],', '0 | two\nlines\n', 'İ', 'ﷺ',
].map(repeat)

const surrounded = [
  `${'['.repeat(ANSWER_CHARS / 2)}${']'.repeat(ANSWER_CHARS / 2)}`,
  `[${repeat('[1],').slice(0, -1)}]`,
  `[${repeat('1,').slice(0, -1)}0]`,
  `"${repeat('\\u0000')}"`,
  `${'0'.repeat(ANSWER_CHARS)}1`,
  `1${'0'.repeat(ANSWER_CHARS)}1`,
  `0.${'0'.repeat(ANSWER_CHARS)}1`,
  `1e${'9'.repeat(ANSWER_CHARS)}`,
  `1e-${'9'.repeat(ANSWER_CHARS)}`,
  `x${' '.repeat(ANSWER_CHARS)}x`,
  '```' + repeat('json ') + '```',
  `c0\n${repeat('1. x\n')}`,
  '1e999999999',
  '-1e-999999999',
  '9e999',
  '1e308',
  '-0',
  '5e-324',
]

describe('hostile answers', () => {
  it.each(
    [...repeated, ...surrounded].map((answer) => [JSON.stringify(answer.slice(0, 12)), answer]),
  )('%s … is wrong and does no harm', (_start, answer) => {
    for (const gold of golds) {
      expect(gradeAnswer(answer, gold, 'strict').isCorrect).toBe(false)
      expect(gradeAnswer(answer, gold, 'published').reading.length).toBeLessThan(500)
    }
  })

  it.each([
    '40 + 2',
    '6*7',
    '__import__("os").system("id")',
    'process.exit(1)',
    '${42}',
    '(() => 42)()',
    '{"__proto__": [42]}',
    '[{"toString": 42}]',
    '{"text": "42", "normalText": "42", "isNull": true}',
    '(SELECT 42)',
    "' OR 1=1 --",
  ])('%j is text, never code (V13)', (answer) => {
    for (const gold of golds) expect(gradeAnswer(answer, gold, 'strict').isCorrect).toBe(false)
  })

  it('nothing throws, and what is said has one short line', () => {
    const pieces = fc.constantFrom(
      '"',
      '`',
      '|',
      '\n',
      ', ',
      '[',
      ']',
      '1. ',
      '42',
      'x',
      'null',
      ' ',
    )
    const answer = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.json(),
    )
    fc.assert(
      fc.property(answer, fc.constantFrom(...golds), fc.constantFrom(...GRADINGS), (...args) => {
        const { reading } = gradeAnswer(...args)
        expect(reading).not.toMatch(/[\n\r]/)
        expect(Array.from(reading).length).toBeLessThanOrEqual(200)
      }),
      { numRuns: 1000 },
    )
  })
})

/** Many times what each of these takes, and far less than most once took: up to minutes. */
const TIMEOUT = { timeout: 5000 }

function isRight(lines: readonly string[], rows: readonly Row[]): boolean {
  const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
  const answer = lines.join('\n')
  expect(answer.length).toBeLessThanOrEqual(ANSWER_CHARS)
  return gradeAnswer(answer, { columns, rows, rowOrderMatters: false }, 'strict').isCorrect
}

function rowsOf(count: number, toRow: (index: number) => Row): readonly Row[] {
  return Array.from({ length: count }, (_, index) => toRow(index))
}

const asWritten = (row: Row) => row.join('|')
const rounded = (row: Row) => row.map((x) => (typeof x === 'number' ? x.toFixed(2) : x)).join('|')
const ones = Array.from({ length: 20 }, () => 1n)

describe('a thousand rows are right in any order', TIMEOUT, () => {
  it.each<[string, (index: number) => Row, (row: Row) => string]>([
    ['integers', (i) => [BigInt(i)], asWritten],
    ['integers with thousands', (i) => [BigInt(1000 + i)], ([n]) => Number(n).toLocaleString('en')],
    ['one digit as three kinds of value', (i) => [[1n, '1', '1.'][i % 3] ?? 1n], asWritten],
    ['columns that hold the same in all rows', (i) => [...ones, BigInt(i % 99)], asWritten],
    ['reals, each near all others', (i) => [1 + i * 1e-11], () => '1.00'],
    [
      'reals, alike when rounded',
      (i) => [100 + (i % 7) / 1e4, 9 + (i % 9) / 1e4, `T${i}`],
      rounded,
    ],
    ['texts with |', (i) => [`|${i % 9}|`, `${i}|`], asWritten],
    ['texts with line breaks', (i) => [1n, 'x', `${'a\n'.repeat(i % 30)}${i}`], asWritten],
    ['texts with line breaks beside reals', (i) => [100 + i / 7, `two\nlines ${i}`], rounded],
  ])('%s', (_, toRow, print) => {
    const rows = rowsOf(1000, toRow)
    // Each row once, since 7 does not divide 1,000.
    const lines = rows.map((__, index) => print(rows[(index * 7 + 1) % 1000] ?? []))
    expect(isRight(lines, rows)).toBe(true)
    expect(isRight(lines.with(500, 'x'), rows)).toBe(false)
    expect(isRight(lines, rows.with(500, rows[500]?.map(() => 'x') ?? []))).toBe(false)
  })

  it('reals whose roundings to one and to two decimals overlap', () => {
    const rows = rowsOf(1000, (i) => [104 + (i % 77) / 8, 111 + i / 999])
    const lines = rows.map((row, i) =>
      row.map((x, column) => Number(x).toFixed(column === 0 ? 1 + (i % 2) : 1)).join('|'),
    )
    expect(isRight(lines.toReversed(), rows)).toBe(true)
    expect(isRight(lines.toReversed().with(9, lines[0] ?? ''), rows)).toBe(false)
  })
})

describe('more rows are right in the order of gold', TIMEOUT, () => {
  it.each<[string, readonly Row[], string, string]>([
    ['integers', rowsOf(10_507, (i) => [BigInt(i)]), '', '4'],
    ['equal rows', rowsOf(32_768, () => [1n]), '1', '2'],
    ['reals, each near all others', rowsOf(10_507, (i) => [1 + i * 1e-11]), '1.00', '2.00'],
    ['several kinds of value', rowsOf(21_000, (i) => [i % 2 === 0 ? 1n : '1.']), '1.', '2.'],
  ])('%s', (_, rows, line, wrongLine) => {
    const lines = rows.map((row) => line || asWritten(row))
    expect(isRight(lines, rows)).toBe(true)
    expect(isRight(lines.with(rows.length - 1, wrongLine), rows)).toBe(false)
    expect(isRight(lines.with(0, wrongLine), rows)).toBe(false)
  })

  it('and only then', () => {
    const rows = rowsOf(1001, (i) => [BigInt(i)])
    expect(isRight(rows.map(asWritten), rows)).toBe(true)
    expect(isRight(rows.map(asWritten).toReversed(), rows)).toBe(false)
  })
})

describe('what nearly fits in many ways is wrong before long', TIMEOUT, () => {
  /** One row too many of one sort, one too few of the other, which no row shows by itself. */
  it.each<[string, (index: number, sort: number) => Row]>([
    ['in the last of many columns', (_, sort) => [...ones, BigInt(sort)]],
    ['beside reals that fit in many rows', (i, sort) => [104.4 + (i % 99) * 1e-5, 300.01 + sort]],
    ['beside texts with |', (i, sort) => ['a|b', 104.4 + (i % 99) * 1e-5, 300.01 + sort]],
    ['behind long texts', (_, sort) => [`${'x'.repeat(60)}${sort}`]],
  ])('%s', (_, toRow) => {
    const rows = rowsOf(1000, (i) => toRow(i, i < 500 ? 0 : 1))
    const lines = rowsOf(1000, (i) => toRow(0, i < 501 ? 0 : 1)).map(rounded)
    expect(isRight(lines, rows)).toBe(false)
    expect(isRight(lines.with(500, lines[501] ?? ''), rows)).toBe(true)
  })

  it('where a value may begin at every line', () => {
    const rows = rowsOf(1000, (i) => [i === 0 ? 'a' : `${'a\n'.repeat(i)}b${i}`])
    expect(isRight(['', ...Array.from({ length: 30_000 }, () => 'a'), ''], rows)).toBe(false)
    expect(
      isRight([...Array.from({ length: 900 }, () => 'a'), repeat('x y').slice(2000)], rows),
    ).toBe(false)
  })

  it('also as a number, or as a letter under thousands of marks', () => {
    const digits = `${'1'.repeat(ANSWER_CHARS - 1)}x`
    const marks = `a${'\u0301'.repeat(16_000)}${'\u0316'.repeat(16_000)}`
    for (const grading of GRADINGS) {
      for (const gold of golds) {
        expect(gradeAnswer(digits, gold, grading).isCorrect).toBe(false)
        expect(gradeAnswer(marks, gold, grading).isCorrect).toBe(false)
      }
    }
  })
})
