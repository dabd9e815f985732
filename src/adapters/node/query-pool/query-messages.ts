/** What the server and a query process say to each other: lines of JSON in which cells keep their kind. */

import type { CellValue } from '../../../sql/cell.ts'
import type { QueryLimits, QueryOutcome, ResultTable } from '../../../sql/query.ts'
import type { DatabasePlace } from './database-place.ts'

export type QueryRequest = DatabasePlace & {
  readonly sql: string
  readonly sibling?: DatabasePlace | undefined
  readonly limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>
}

export type QueryReply =
  | { readonly kind: 'outcome'; readonly outcome: QueryOutcome }
  /** The file or our own code is at fault; `message` is for the log. */
  | { readonly kind: 'fault'; readonly message: string }

/** A line is given and taken without its end. */
export function requestToLine(request: QueryRequest): string {
  const { path, levelledAs, sql, sibling, limits } = request
  const { rowsMax, bytesMax } = limits
  return JSON.stringify({ path, levelledAs, sql, sibling, limits: { rowsMax, bytesMax } })
}

export function requestFromLine(line: string): QueryRequest {
  // Only `requestToLine` makes these lines.
  return JSON.parse(line) as QueryRequest
}

export function replyToLine(reply: QueryReply): string {
  if (reply.kind !== 'outcome' || reply.outcome.kind !== 'table') return JSON.stringify(reply)
  const { table, tablesRead, siblingTable } = reply.outcome
  const sibling = siblingTable && tableToJson(siblingTable)
  const line: TableLine = { ...tableToJson(table), kind: 'table', tablesRead, sibling }
  return JSON.stringify(line)
}

export function replyFromLine(line: string): QueryReply {
  // Only `replyToLine` makes these lines.
  const reply = JSON.parse(line) as TableLine | QueryReply
  if (reply.kind !== 'table') return reply
  const { tablesRead, sibling } = reply
  const table = tableFromJson(reply)
  const siblingTable = sibling && tableFromJson(sibling)
  const outcome = {
    kind: 'table',
    table,
    tablesRead,
    ...(siblingTable && { siblingTable }),
  } as const
  return { kind: 'outcome', outcome }
}

type TableLine = JsonTable & {
  readonly kind: 'table'
  readonly tablesRead: readonly string[]
  readonly sibling?: JsonTable | undefined
}

type JsonTable = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly JsonCell[])[]
  readonly isTruncated: boolean
}

function tableToJson({ columns, rows, isTruncated }: ResultTable): JsonTable {
  return { columns, rows: rows.map((row) => row.map(cellToJson)), isTruncated }
}

function tableFromJson({ columns, rows, isTruncated }: JsonTable): ResultTable {
  return { columns, rows: rows.map((row) => row.map(cellFromJson)), isTruncated }
}

/** The commonest kinds stand bare: a number is an INTEGER. What JSON has no number for is a text. */
type JsonCell =
  | string
  | number
  | null
  | readonly [real: number | string]
  | { readonly integer: string }
  | { readonly blob: string }

function cellToJson(cell: CellValue): JsonCell {
  if (typeof cell === 'string' || cell === null) return cell
  if (typeof cell === 'bigint') {
    const number = Number(cell)
    return Number.isSafeInteger(number) ? number : { integer: String(cell) }
  }
  if (typeof cell === 'object') return { blob: Buffer.from(cell).toString('base64') }
  if (Object.is(cell, -0)) return ['-0']
  return [Number.isFinite(cell) ? cell : String(cell)]
}

function cellFromJson(cell: JsonCell): CellValue {
  if (typeof cell === 'string' || cell === null) return cell
  if (typeof cell === 'number') return BigInt(cell)
  if ('integer' in cell) return BigInt(cell.integer)
  if ('blob' in cell) return new Uint8Array(Buffer.from(cell.blob, 'base64'))
  return Number(cell[0])
}
