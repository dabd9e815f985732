/** Strict grading: an answer is right when one way to read all of it gives gold, cell by cell. */

import { readAnswer } from './answer-readings.ts'
import type { Reading } from './answer-readings.ts'
import type { AnswerRow, RowTest } from './answer-row.ts'
import { rowTest, textOfAnswer, textOfGold } from './answer-row.ts'
import { describeRows } from './describe-reading.ts'
import { SHUFFLED_ROWS_MAX, newEffort } from './effort.ts'
import type { Gold, TestedGold } from './gold.ts'
import { hasPerfectMatching } from './perfect-matching.ts'
import type { Verdict } from './verdict.ts'

export function gradeStrictly(answer: string, gold: Gold): Verdict {
  const effort = newEffort()
  const tested = { ...gold, tests: gold.rows.map((row) => rowTest(row, effort)), effort }
  let likeliest: readonly AnswerRow[] | undefined
  let first: Reading | undefined
  for (const reading of readAnswer(answer, tested)) {
    first ??= reading
    if (reading.rowCount !== gold.rows.length) continue
    const rows = reading.rows()
    if (isRight(rows, tested)) return { isCorrect: true, reading: describeRows(rows) }
    likeliest ??= rows
  }
  return { isCorrect: false, reading: describeRows(likeliest ?? first?.rows() ?? []) }
}

function isRight(rows: readonly AnswerRow[], gold: TestedGold): boolean {
  if (rows.length === 0) return false
  const { tests, effort } = gold
  if (tests.every((test, index) => isRightRow(test, rows[index]))) return true
  if (gold.rowOrderMatters || rows.length > SHUFFLED_ROWS_MAX) return false
  // Sorted, rows that are written as gold prints stand where their partners do.
  const given = sortedIndices(rows.map(textOfAnswer))
  const wanted = sortedIndices(gold.rows.map(textOfGold))
  const isPair = (i: number, j: number) => isRightRow(tests[wanted[j] ?? -1], rows[given[i] ?? -1])
  return hasPerfectMatching(rows.length, isPair, effort)
}

function sortedIndices(texts: readonly string[]): readonly number[] {
  const sorted = [...texts.entries()].sort(([, a], [, b]) => (a < b ? -1 : Number(a > b)))
  return sorted.map(([index]) => index)
}

function isRightRow(test: RowTest | undefined, row: AnswerRow | undefined): boolean {
  return test !== undefined && row !== undefined && test(row)
}
