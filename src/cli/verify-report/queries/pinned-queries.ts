/**
 * Queries that hold gold's answer instead of asking for it: what a policy learns that is paid for
 * the right rows on one database.
 */

import type { Question } from '../../../questions/question.ts'
import { rowsToJson } from '../../../sql/cell.ts'
import type { CellValue, Row } from '../../../sql/cell.ts'
import { quoteName } from '../../../sql/schema.ts'
import type { DatabaseSchema, TableSchema } from '../../../sql/schema.ts'

export const PINNED_KINDS = [
  'values alone',
  'values beside a table',
  'values added to a count',
  'rows looked up by their values',
  'rows looked up by their ids',
  'rows counted up to a limit',
] as const
export type PinnedKind = (typeof PINNED_KINDS)[number]

/** What takes nothing of its answer from the data is wrong whatever the data are. */
export const WRONG_BY_ITSELF: ReadonlySet<string> = new Set<PinnedKind>([
  'values alone',
  'values beside a table',
  'values added to a count',
])

export type PinnedQuery = { readonly kind: PinnedKind; readonly sql: string }

/**
 * @param rowsOf - runs SQL on the database as shipped; `undefined` where it does not run
 * @returns some that return gold's rows there, and some that may
 */
export function pinnedQueries(
  { goldAnswer: rows, tablesInvolved, goldColumns }: Question,
  schema: DatabaseSchema,
  rowsOf: (sql: string) => readonly Row[] | undefined,
): PinnedQuery[] {
  const tables = schema.tables.filter(({ name }) => tablesInvolved.includes(name))
  const [first] = tables
  const named = (kind: PinnedKind, queries: readonly string[]): PinnedQuery[] =>
    queries.map((sql) => ({ kind, sql }))
  return [
    ...named('values alone', valuesAlone(rows)),
    ...(first === undefined ? [] : named('values beside a table', valuesBeside(rows, first))),
    ...(first === undefined ? [] : named('values added to a count', addedToCount(rows, first))),
    ...named(
      'rows looked up by their values',
      tables.flatMap((table) => byValues(rows, table)),
    ),
    ...named(
      'rows looked up by their ids',
      tables.flatMap((table) => byIds(rows, goldColumns, table, rowsOf)),
    ),
    ...named(
      'rows counted up to a limit',
      tables.flatMap((table) => countedUp(rows, table)),
    ),
  ]
}

function valuesAlone(rows: readonly Row[]): string[] {
  const selects = rows.map((row) => `SELECT ${row.map(literal).join(', ')}`)
  return [`VALUES ${tuples(rows)}`, selects.join(' UNION ALL ')]
}

function valuesBeside(rows: readonly Row[], { name }: TableSchema): string[] {
  const [row, ...others] = rows
  const table = quoteName(name)
  const around = `SELECT * FROM (VALUES ${tuples(rows)}) WHERE EXISTS (SELECT 1 FROM ${table})`
  if (row === undefined || others.length > 0) return [around]
  return [around, `SELECT ${row.map(literal).join(', ')} FROM ${table} LIMIT 1`]
}

/** `count(*) - count(*) + 42`: a number that no literal of the SQL is alone in. */
function addedToCount(rows: readonly Row[], { name }: TableSchema): string[] {
  const cell = singleCell(rows)
  if (typeof cell !== 'bigint' && typeof cell !== 'number') return []
  return [`SELECT count(*) - count(*) + ${literal(cell)} FROM ${quoteName(name)}`]
}

/** Of a list: the column that holds all its values, asked for those values. */
function byValues(rows: readonly Row[], { name, columns }: TableSchema): string[] {
  if (rows.some((row) => row.length !== 1 || row[0] === null)) return []
  const list = [...new Set(rows.flat().map(literal))].join(', ')
  return columns.flatMap((column) => {
    const quoted = quoteName(column.name)
    const rest = `${quoted} FROM ${quoteName(name)} WHERE ${quoted} IN (${list})`
    return [`SELECT ${rest}`, `SELECT DISTINCT ${rest}`]
  })
}

/** Where gold's columns are columns of one table: the ids of the first rows that hold its rows. */
function byIds(
  rows: readonly Row[],
  goldColumns: readonly string[],
  table: TableSchema,
  rowsOf: (sql: string) => readonly Row[] | undefined,
): string[] {
  const names = new Set(table.columns.map(({ name }) => name.toLowerCase()))
  if (!goldColumns.every((column) => names.has(column.toLowerCase()))) return []
  const columns = goldColumns.map(quoteName).join(', ')
  const stored = rowsOf(`SELECT rowid, ${columns} FROM ${quoteName(table.name)}`)
  const ids = stored && findIds(rows, stored)
  if (ids === undefined) return []
  const cases = ids.map((id, place) => `WHEN ${id} THEN ${place}`).join(' ')
  const from = `SELECT ${columns} FROM ${quoteName(table.name)} WHERE rowid IN (${ids.join(', ')})`
  return [from, `${from} ORDER BY CASE rowid ${cases} END`]
}

/** For each row the id of a stored one of its own; `undefined` where one is not stored. */
function findIds(rows: readonly Row[], stored: readonly Row[]): string[] | undefined {
  const idsByRow = Map.groupBy(stored, ([, ...cells]) => rowsToJson([cells]))
  const ids = rows.flatMap((row) => idsByRow.get(rowsToJson([row]))?.shift()?.[0] ?? [])
  return ids.length === rows.length ? ids.map(literal) : undefined
}

function countedUp(rows: readonly Row[], { name }: TableSchema): string[] {
  const cell = singleCell(rows)
  if (typeof cell !== 'bigint' || cell < 1n) return []
  return [`SELECT count(*) FROM (SELECT 1 FROM ${quoteName(name)} LIMIT ${cell})`]
}

function singleCell(rows: readonly Row[]): CellValue | undefined {
  const [cell, ...others] = rows.flat()
  return others.length === 0 ? cell : undefined
}

function tuples(rows: readonly Row[]): string {
  return rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ')
}

function literal(cell: CellValue): string {
  if (typeof cell === 'string') return `'${cell.replaceAll("'", "''")}'`
  if (cell === null) return 'NULL'
  if (typeof cell === 'object') return `x'${Buffer.from(cell).toString('hex')}'`
  // As JSON has it, an integral REAL keeps its point.
  return rowsToJson([[cell]]).slice(2, -2)
}
