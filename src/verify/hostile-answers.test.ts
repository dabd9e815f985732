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
