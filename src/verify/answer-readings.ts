/** All that an answer may mean, given the shape of gold; each reading uses the whole answer. */

import type { AnswerCell } from './answer-cell.ts'
import { bareCell, quotedCell } from './answer-cell.ts'
import { headerless, numberless, unframed } from './answer-lines.ts'
import type { AnswerRow } from './answer-row.ts'
import { rowOfLine } from './answer-row.ts'
import type { PeeledAnswer } from './answer-wrapping.ts'
import { peelAnswer } from './answer-wrapping.ts'
import { LINE_BREAK, joinBrokenLines } from './broken-lines.ts'
import type { Gold, TestedGold } from './gold.ts'
import { readJsonRows } from './json-answer.ts'

export type Reading = {
  readonly rowCount: number
  /** Made when asked for: of many readings, few have as many rows as gold. */
  readonly rows: () => readonly AnswerRow[]
}

/** The likeliest first, so with all of the wrapping peeled. */
export function* readAnswer(answer: string, gold: TestedGold): Generator<Reading> {
  const isList = gold.columns.length === 1 && gold.rows.length !== 1
  for (const peeled of peelAnswer(answer)) {
    const json = readJsonRows(peeled.text, gold.columns.length)
    if (json !== null) yield ofCells(json)
    if (isValue(gold)) yield ofCells([[valueOf(peeled)]])
    const lines = peeled.text.split(LINE_BREAK)
    if (!isList || lines.length > 1) yield* byLines(lines, gold)
    if (isList) yield* byCommas(peeled.text, gold)
  }
}

function isValue({ columns, rows }: Gold): boolean {
  return columns.length === 1 && rows.length === 1
}

function valueOf({ text, isQuoted }: PeeledAnswer): AnswerCell {
  return isQuoted ? quotedCell(text) : bareCell(text)
}

function* byCommas(text: string, gold: Gold): Generator<Reading> {
  yield ofLines(text.split(/,\s+/), gold)
  const items = text.split(',')
  // A comma without a blank may be part of a number.
  if (items.length === gold.rows.length) yield ofLines(items, gold)
}

function* byLines(lines: readonly string[], gold: TestedGold): Generator<Reading> {
  for (const form of [unframed(lines, gold), lines]) {
    if (form === null) continue
    const body = headerless(form, gold)
    if (body !== null) yield* byNumbers(body, gold)
    // A number before a single line is no numbering, unless a header shows that it is a result.
    if (form.length > 1) yield* byNumbers(form, gold)
    // A line that is the value has been read, with regard to the quotes that stood around it.
    else if (form !== lines || !isValue(gold)) yield ofLines(form, gold)
  }
}

function* byNumbers(lines: readonly string[], gold: TestedGold): Generator<Reading> {
  const numbered = numberless(lines)
  if (numbered !== null) yield ofLines(numbered, gold)
  yield ofLines(lines, gold)
  for (const joined of joinBrokenLines(lines, gold)) yield ofLines(joined, gold)
}

function ofLines(lines: readonly string[], gold: Gold): Reading {
  const columnCount = gold.columns.length
  return {
    rowCount: lines.length,
    rows: () => lines.map((line) => rowOfLine(line, columnCount)),
  }
}

function ofCells(rows: readonly (readonly AnswerCell[])[]): Reading {
  return { rowCount: rows.length, rows: () => rows.map((cells) => ({ kind: 'cells', cells })) }
}
