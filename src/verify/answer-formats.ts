/** Writes rows as an answer, in each way that `docs/verification.md` documents. */

import type { CellValue, Row } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'

/**
 * `lines`: one row a line, cells joined by ` | `; `numbered`: the same with `1.`, `2.` … in front;
 * `pasted`: what QUERY shows; `commas`: a list of values; `markdown`: a table with a header.
 */
export const ANSWER_FORMATS = ['lines', 'numbered', 'pasted', 'json', 'commas', 'markdown'] as const
export type AnswerFormat = (typeof ANSWER_FORMATS)[number]

/**
 * @param columns - names, as many as each row has cells
 * @returns the rows in each format that can hold them; in none where there are no rows
 */
export function formatAnswer(
  columns: readonly string[],
  rows: readonly Row[],
): ReadonlyMap<AnswerFormat, string> {
  if (rows.length === 0) return new Map()
  const lines = rows.map((row) => row.map(formatCell).join(' | '))
  const header = onOneLine(columns.join(' | '))
  const numbered = lines.map((line, index) => `${index + 1}. ${onOneLine(line)}`)
  const isList = columns.length === 1 && rows.length > 1
  const answers: readonly (readonly [AnswerFormat, boolean, string])[] = [
    ['lines', !lines.some(isBlank), lines.join('\n')],
    ['numbered', rows.length > 1, numbered.join('\n')],
    ['pasted', !isBlank(header), [header, ...numbered].join('\n')],
    ['json', true, toJson(rows, isList)],
    ['commas', isList && !lines.some(breaksAList), lines.join(', ')],
    ['markdown', !isBlank(header), toMarkdown(header, columns.length, lines)],
  ]
  return new Map(
    answers.flatMap(([format, isPossible, text]) => (isPossible ? [[format, text]] : [])),
  )
}

function isBlank(line: string): boolean {
  return line.trim() === ''
}

function breaksAList(value: string): boolean {
  return isBlank(value) || /[,\n\r]/.test(value)
}

/** As QUERY shows a row, where a line break reads as a blank. */
function onOneLine(text: string): string {
  return text.replace(/\r\n|[\n\r]/g, ' ')
}

function toMarkdown(header: string, columnCount: number, lines: readonly string[]): string {
  const rule = `|${' --- |'.repeat(columnCount)}`
  return [`| ${header} |`, rule, ...lines.map((line) => `| ${onOneLine(line)} |`)].join('\n')
}

/** A single value alone, a list as an array, anything else as an array of rows. */
function toJson(rows: readonly Row[], isList: boolean): string {
  const jsonRows = rows.map((row) => row.map(cellToJson))
  if (isList) return `[${jsonRows.join(', ')}]`
  const [[value = '', ...others] = []] = jsonRows
  if (rows.length === 1 && others.length === 0) return value
  return `[${jsonRows.map((cells) => `[${cells.join(', ')}]`).join(', ')}]`
}

function cellToJson(cell: CellValue): string {
  const text = formatCell(cell)
  if (cell === null) return 'null'
  const isNumber = typeof cell === 'bigint' || (typeof cell === 'number' && Number.isFinite(cell))
  return isNumber ? text : JSON.stringify(text)
}
