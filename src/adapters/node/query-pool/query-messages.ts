/** What the server and a query process say to each other: lines of JSON in which cells keep their kind. */

import type { CellValue } from '../../../sql/cell.ts'
import type { QueryLimits, QueryOutcome } from '../../../sql/query.ts'
import type { DatabasePlace } from './database-place.ts'

export type QueryRequest = DatabasePlace & {
  readonly sql: string
  readonly limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>
}

export type QueryReply =
  | { readonly kind: 'outcome'; readonly outcome: QueryOutcome }
  /** The file or our own code is at fault; `message` is for the log. */
  | { readonly kind: 'fault'; readonly message: string }

/** A line is given and taken without its end. */
export function requestToLine({ path, levelledAs, sql, limits }: QueryRequest): string {
  const { rowsMax, bytesMax } = limits
  return JSON.stringify({ path, levelledAs, sql, limits: { rowsMax, bytesMax } })
}

export function requestFromLine(line: string): QueryRequest {
  // Only `requestToLine` makes these lines.
  return JSON.parse(line) as QueryRequest
}

export function replyToLine(reply: QueryReply): string {
  if (reply.kind !== 'outcome' || reply.outcome.kind !== 'table') return JSON.stringify(reply)
  const { table, tablesRead } = reply.outcome
  const rows = table.rows.map((row) => row.map(cellToJson))
  return JSON.stringify({ ...table, kind: 'table', rows, tablesRead } satisfies TableLine)
}

export function replyFromLine(line: string): QueryReply {
  // Only `replyToLine` makes these lines.
  const reply = JSON.parse(line) as TableLine | QueryReply
  if (reply.kind !== 'table') return reply
  const { columns, isTruncated, tablesRead } = reply
  const rows = reply.rows.map((row) => row.map(cellFromJson))
  const table = { columns, rows, isTruncated }
  return { kind: 'outcome', outcome: { kind: 'table', table, tablesRead } }
}

type TableLine = {
  readonly kind: 'table'
  readonly columns: readonly string[]
  readonly rows: readonly (readonly JsonCell[])[]
  readonly isTruncated: boolean
  readonly tablesRead: readonly string[]
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
