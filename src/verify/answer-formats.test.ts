import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CellValue, Row } from '../sql/cell.ts'
import { formatAnswer } from './answer-formats.ts'
import { gradeAnswer } from './grade-answer.ts'
import type { Gold } from './grade-answer.ts'

describe('rows are written', () => {
  it('as a value', () => {
    expect([...formatAnswer(['n'], [[37.0]])]).toEqual([
      ['lines', '37.0'],
      ['pasted', 'n\n1. 37.0'],
      ['json', '37.0'],
      ['markdown', '| n |\n| --- |\n| 37.0 |'],
    ])
  })

  it('as a list', () => {
    expect([...formatAnswer(['name'], [['Ann'], [null]])]).toEqual([
      ['lines', 'Ann\nNULL'],
      ['numbered', '1. Ann\n2. NULL'],
      ['pasted', 'name\n1. Ann\n2. NULL'],
      ['json', '["Ann", null]'],
      ['commas', 'Ann, NULL'],
      ['markdown', '| name |\n| --- |\n| Ann |\n| NULL |'],
    ])
  })

  it('as a table, in which a line break is kept by lines and JSON only', () => {
    expect([...formatAnswer(['a', 'b'], [['x\ny', Uint8Array.of(1)]])]).toEqual([
      ['lines', "x\ny | x'01'"],
      ['pasted', "a | b\n1. x y | x'01'"],
      ['json', '[["x\\ny", "x\'01\'"]]'],
      ['markdown', "| a | b |\n| --- | --- |\n| x y | x'01' |"],
    ])
  })

  it('by commas only where no value holds one, in lines only where no row is blank', () => {
    expect([...formatAnswer(['a'], [['x, y'], ['z']]).keys()]).not.toContain('commas')
    expect([...formatAnswer(['a'], [['x'], ['']]).keys()]).not.toContain('commas')
    expect([...formatAnswer(['a'], [['x'], ['']]).keys()]).not.toContain('lines')
  })

  it('not at all where there are none', () => {
    expect(formatAnswer(['a'], [])).toEqual(new Map())
  })
})

/** Texts that look like something else, none of which stands for another. */
const oddTexts = [
  'Smith, John',
  'a | b',
  '|',
  '"x"',
  "o'",
  'first line\nsecond line',
  ' APG',
  'city ',
  '',
  '1. first',
  'null',
  '---',
  '[1]',
  'Answer: y',
  '```',
  '037',
  '1,204',
  '-',
  '5%',
  '`',
]
const text = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((value) => !/[\n\r]/.test(value)),
)
const cell: fc.Arbitrary<CellValue> = fc.oneof(
  text,
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer({ min: 0, max: 9 }).map(BigInt),
  fc.double({ noNaN: true }),
  fc.uint8Array({ maxLength: 3 }),
  fc.constant(null),
)
const gold: fc.Arbitrary<Gold> = fc.integer({ min: 1, max: 3 }).chain((width) =>
  fc.record({
    columns: fc.constant(['count(*)', "first || '|' || last", 'a'].slice(0, width)),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 5,
    }),
    rowOrderMatters: fc.boolean(),
  }),
)

function verdicts(rows: readonly Row[], right: Gold): boolean[] {
  const answers = [...formatAnswer(right.columns, rows).values()]
  return answers.map((answer) => gradeAnswer(answer, right, 'strict').isCorrect)
}

it('is accepted in every format, whatever gold holds', () => {
  fc.assert(
    fc.property(gold, (right) => {
      expect(verdicts(right.rows, right)).not.toContain(false)
    }),
    { numRuns: 1000 },
  )
})

const goldAndShuffle = gold.chain((right) =>
  fc.tuple(
    fc.constant(right),
    fc.shuffledSubarray([...right.rows], { minLength: right.rows.length }),
  ),
)

it('is accepted in any order where gold has none (V6)', () => {
  fc.assert(
    fc.property(goldAndShuffle, ([right, shuffled]) => {
      expect(verdicts(shuffled, { ...right, rowOrderMatters: false })).not.toContain(false)
    }),
  )
})

const goldAndRow = gold.chain((right) =>
  fc.tuple(fc.constant(right), fc.nat({ max: right.rows.length - 1 })),
)

it('is refused in every format with a row too many or too few (V5)', () => {
  fc.assert(
    fc.property(goldAndRow, ([right, index]) => {
      const row = right.rows[index] ?? []
      expect(verdicts(right.rows.toSpliced(index, 0, row), right)).not.toContain(true)
      expect(verdicts(right.rows.toSpliced(index, 1), right)).not.toContain(true)
    }),
    { numRuns: 500 },
  )
})

it('is refused in every format with a value changed', () => {
  fc.assert(
    fc.property(goldAndRow, fc.nat({ max: 2 }), ([right, index], place) => {
      const row = right.rows[index] ?? []
      const column = place % row.length
      const changed = row.with(column, otherThan(row[column] ?? null))
      expect(verdicts(right.rows.with(index, changed), right)).not.toContain(true)
    }),
    { numRuns: 500 },
  )
})

function otherThan(value: CellValue): CellValue {
  if (typeof value === 'bigint') return value + 1n
  if (typeof value === 'number') {
    const isOrdinary = Math.abs(value) > 1e-300 && Math.abs(value) < 1e300
    return isOrdinary ? value * 1.01 : 1
  }
  return typeof value === 'string' ? `${value}z` : 0n
}

it('is refused in every format with a column too many or too few (V7)', () => {
  fc.assert(
    fc.property(gold, (right) => {
      const wider = right.rows.map((row) => [...row, 'z'])
      expect(verdicts(wider, right)).not.toContain(true)
      const narrower = right.rows.map((row) => row.slice(1))
      expect(right.columns.length > 1 ? verdicts(narrower, right) : []).not.toContain(true)
    }),
    { numRuns: 500 },
  )
})
