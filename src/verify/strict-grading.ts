/** Strict grading: an answer is right when one way to read all of it gives gold, cell by cell. */

import { readAnswer } from './answer-readings.ts'
import type { Reading } from './answer-readings.ts'
import type { AnswerRow, RowTest } from './answer-row.ts'
import { rowTest } from './answer-row.ts'
import { describeRows } from './describe-reading.ts'
import type { Gold } from './gold.ts'
import { hasPerfectMatching } from './perfect-matching.ts'
import type { Verdict } from './verdict.ts'

export function gradeStrictly(answer: string, gold: Gold): Verdict {
  const tests = gold.rows.map(rowTest)
  let likeliest: readonly AnswerRow[] | undefined
  let first: Reading | undefined
  for (const reading of readAnswer(answer, gold)) {
    first ??= reading
    if (reading.rowCount !== gold.rows.length) continue
    const rows = reading.rows()
    if (isRight(rows, tests, gold)) return { isCorrect: true, reading: describeRows(rows) }
    likeliest ??= rows
  }
  return { isCorrect: false, reading: describeRows(likeliest ?? first?.rows() ?? []) }
}

function isRight(rows: readonly AnswerRow[], tests: readonly RowTest[], gold: Gold): boolean {
  if (rows.length === 0) return false
  if (tests.every((test, index) => isRightRow(test, rows[index]))) return true
  if (gold.rowOrderMatters) return false
  return hasPerfectMatching(rows.length, (row, test) => isRightRow(tests[test], rows[row]))
}

function isRightRow(test: RowTest | undefined, row: AnswerRow | undefined): boolean {
  return test !== undefined && row !== undefined && test(row)
}
