/** Reads an answer that is written as JSON: a value, a list of values, or rows. */

import type { AnswerCell } from './answer-cell.ts'
import { bareCell, quotedCell } from './answer-cell.ts'

/**
 * @param columnCount - of gold; a list of values is one row where gold has several columns
 * @returns null when the text is no JSON, or JSON of another shape
 */
export function readJsonRows(text: string, columnCount: number): AnswerCell[][] | null {
  const parsed = parseCells(text)
  if (parsed === null) return null
  if (!Array.isArray(parsed)) return [[parsed]]
  if (parsed.length === 0) return []
  if (parsed.every(isCell)) return columnCount === 1 ? parsed.map((cell) => [cell]) : [parsed]
  return parsed.every(isRow) ? parsed : null
}

/** What `revive` leaves of a JSON text: null stands for what no row can hold. */
type Parsed = AnswerCell | null | Parsed[]

function isCell(value: Parsed): value is AnswerCell {
  return value !== null && !Array.isArray(value)
}

function isRow(value: Parsed): value is AnswerCell[] {
  return Array.isArray(value) && value.every(isCell)
}

function parseCells(text: string): Parsed {
  // Numbers and words read the same without JSON.
  if (!text.startsWith('[') && !text.startsWith('"')) return null
  try {
    // TypeScript's library does not know the third argument yet; engines since 2023 pass it.
    return JSON.parse(text, revive as (key: string, value: unknown) => unknown) as Parsed
  } catch {
    // No JSON, or nested deeper than the stack: no rows in either case.
    return null
  }
}

/** Numbers keep the digits that they were written with. */
function revive(_key: string, value: unknown, { source }: { readonly source?: string }): Parsed {
  if (Array.isArray(value)) return value as Parsed[]
  if (typeof value === 'string') return quotedCell(value)
  if (value === null) return bareCell('null')
  return source === undefined ? null : quotedCell(source)
}
