/** Tables and results as the agent reads them. */

import { formatCell } from '../sql/cell.ts'
import type { ResultTable } from '../sql/query.ts'
import type { ColumnSchema, DatabaseSchema, TableSchema } from '../sql/schema.ts'
import { charCount, cutToJsonBytes, firstChars, jsonBytes } from './cut-text.ts'
import type { EpisodeLimits } from './limits.ts'
import { SCHEMA_INFO_BYTES_MAX } from './limits.ts'

/** Rows that are counted; beyond them a result only has "more". Equal for every question. */
const ROWS_COUNTED_MAX = 1000

/** Kept free for the closing line, in bytes. */
const END_BYTES_MAX = 64

/** A line break inside a JSON string. */
const LINE_BREAK_BYTES = 2

/** `schema_info`: the table names, then what DESCRIBE has shown, in the order of asking. */
export function schemaText(schema: DatabaseSchema, describedTables: readonly string[]): string {
  const described = describedTables.flatMap((name) =>
    schema.tables.filter((table) => table.name === name).map(tableText),
  )
  return cutToJsonBytes([tableNamesText(schema), ...described].join('\n\n'), SCHEMA_INFO_BYTES_MAX)
}

export function tableNamesText(schema: DatabaseSchema): string {
  return `Tables: ${schema.tables.map(({ name }) => name).join(', ')}`
}

/** What DESCRIBE answers: a line for the table, one for each column. */
export function tableText(table: TableSchema): string {
  const rows = table.rowCount === 1 ? '1 row' : `${table.rowCount} rows`
  return [`Table ${table.name}: ${rows}`, ...table.columns.map(columnText)].join('\n')
}

function columnText({ name, type, isPrimaryKey, references }: ColumnSchema): string {
  const facts = [
    type === '' ? name : `${name} ${type}`,
    ...(isPrimaryKey ? ['primary key'] : []),
    ...(references === null ? [] : [`references ${references.table}(${references.column})`]),
  ]
  return `- ${facts.join(', ')}`
}

export type ShownResult = {
  readonly text: string
  /** Rows of the result, counted up to 1,000. */
  readonly rowCount: number
  /** True when the text does not show all of them. */
  readonly isCut: boolean
}

/** What QUERY and SAMPLE answer: a header line, numbered rows, and how many more there are. */
export function showResult(table: ResultTable, limits: EpisodeLimits): ShownResult {
  const lines = [cutToJsonBytes(lineOf(table.columns, limits), limits.resultBytesMax / 2)]
  let bytes = jsonBytes(lines.join('')) + END_BYTES_MAX
  for (const [index, row] of table.rows.slice(0, limits.resultRowsMax).entries()) {
    const line = `${index + 1}. ${lineOf(row.map(formatCell), limits)}`
    bytes += LINE_BREAK_BYTES + jsonBytes(line)
    if (bytes > limits.resultBytesMax) break
    lines.push(line)
  }
  const rowsShown = lines.length - 1
  const rowCount = Math.min(table.rows.length, ROWS_COUNTED_MAX)
  const hasMore = table.isTruncated || table.rows.length > ROWS_COUNTED_MAX
  const isCut = hasMore || rowsShown < rowCount
  if (rowCount === 0) lines.push('(no rows)')
  if (isCut) lines.push(`(${rowsShown} of ${hasMore ? `more than ${rowCount}` : rowCount} rows)`)
  return { text: lines.join('\n'), rowCount, isCut }
}

function lineOf(cells: readonly string[], { cellCharsMax }: EpisodeLimits): string {
  return cells.map((cell) => cellText(cell, cellCharsMax)).join(' | ')
}

/** On one line, since a row is a line: a line break reads as a blank, in answers too. */
function cellText(cell: string, charsMax: number): string {
  const cut = firstChars(cell, charsMax)
  const line = cut.replace(/\r\n|[\n\r\u2028\u2029]/g, ' ')
  return cut === cell ? line : `${line}… (${charCount(cell)} characters)`
}
