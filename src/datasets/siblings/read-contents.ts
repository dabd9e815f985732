/** Reads a whole database: its tables with their keys and rows, and the SQL that makes it. */

import Database from 'better-sqlite3'

import type { Contents, Reference, TableShape } from '../../siblings/contents.ts'
import type { Row } from '../../sql/cell.ts'
import { quoteName } from '../../sql/schema.ts'

export type DatabaseContents = {
  readonly contents: Contents
  readonly schema: SchemaSql
}

export type SchemaSql = {
  /** The CREATE statements of all but triggers, in the order of creation. */
  readonly objects: readonly string[]
  readonly triggers: readonly string[]
}

/** A database that no siblings are made of; the message says why. */
export class NoSiblings extends Error {
  override readonly name = 'NoSiblings'
}

/** More would not fit into memory several times. */
const ROWS_MAX = 400_000

/** @throws {NoSiblings} where the database is too large, or keeps what only an extension reads */
export function readContents(path: string): DatabaseContents {
  const connection = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const names = tableNames(connection)
    const counts = names.map((name) => Number(countRows(connection, name)))
    const rowCount = counts.reduce((sum, count) => sum + count, 0)
    if (rowCount > ROWS_MAX) throw new NoSiblings(`it has ${rowCount} rows`)
    const declared = names.map((name) => readDeclared(connection, name))
    return {
      contents: declared.map((table) => ({
        shape: toShape(table, declared),
        rows: readRows(connection, table),
      })),
      schema: readSchemaSql(connection),
    }
  } finally {
    connection.close()
  }
}

function tableNames(connection: Database.Database): string[] {
  const tables = connection
    .prepare<[], { name: string; type: string }>(
      `SELECT s.name, l.type FROM sqlite_schema AS s JOIN pragma_table_list AS l
       ON l.schema = 'main' AND l.name = s.name
       WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid`,
    )
    .all()
  const odd = tables.find(({ type }) => type !== 'table')
  if (odd !== undefined) throw new NoSiblings(`${odd.name} is a ${odd.type} table`)
  return tables.map(({ name }) => name)
}

function countRows(connection: Database.Database, name: string): bigint {
  const count = connection.prepare<[], bigint>(`SELECT count(*) FROM ${quoteName(name)}`)
  return count.pluck().safeIntegers().get() ?? 0n
}

/** A table as its CREATE statement has it, generated columns left out. */
type Declared = {
  readonly name: string
  readonly columns: readonly {
    name: string
    type: string
    isNotNull: number
    keyPosition: number
  }[]
  readonly uniqueSets: readonly (readonly string[])[]
  readonly foreignKeys: readonly ForeignKey[]
}

type ForeignKey = {
  readonly id: number
  readonly from: string
  readonly position: number
  readonly table: string
  /** `null` where the primary key is meant. */
  readonly to: string | null
}

function readDeclared(connection: Database.Database, name: string): Declared {
  const columns = connection
    .prepare<[string], Declared['columns'][number]>(
      `SELECT name, type, "notnull" AS isNotNull, pk AS keyPosition FROM pragma_table_xinfo(?)
       WHERE hidden = 0 ORDER BY cid`,
    )
    .all(name)
  const uniqueSets = connection
    .prepare<[string], string>(
      `SELECT name FROM pragma_index_list(?) WHERE "unique" = 1 AND partial = 0 ORDER BY seq DESC`,
    )
    .pluck()
    .all(name)
    .map((index) =>
      connection
        .prepare<[string], string | null>('SELECT name FROM pragma_index_info(?) ORDER BY seqno')
        .pluck()
        .all(index),
    )
    // An expression in a unique index has no name: inserting will tell.
    .filter((names): names is string[] => !names.includes(null))
  const foreignKeys = connection
    .prepare<[string], ForeignKey>(
      `SELECT id, "from", seq AS position, "table", "to" FROM pragma_foreign_key_list(?)
       ORDER BY id DESC, seq`,
    )
    .all(name)
  return { name, columns, uniqueSets, foreignKeys }
}

function toShape(table: Declared, tables: readonly Declared[]): TableShape {
  const primaryKey = keyColumns(table)
  const uniqueSets = [primaryKey, ...table.uniqueSets.map((names) => placesOf(table, names) ?? [])]
  return {
    name: table.name,
    columns: table.columns.map(({ name, type, isNotNull, keyPosition }) => ({
      name,
      type,
      isNullable: isNotNull === 0 && keyPosition === 0,
    })),
    primaryKey,
    uniqueSets: uniqueSets.filter(
      (set, index) =>
        set.length > 0 && uniqueSets.findIndex((other) => isSameSet(set, other)) === index,
    ),
    references: [...Map.groupBy(table.foreignKeys, ({ id }) => id).values()].flatMap(
      (parts) => toReference(table, parts, tables) ?? [],
    ),
  }
}

function keyColumns({ columns }: Declared): number[] {
  return [...columns.entries()]
    .filter(([, { keyPosition }]) => keyPosition > 0)
    .sort(([, a], [, b]) => a.keyPosition - b.keyPosition)
    .map(([column]) => column)
}

function isSameSet(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column))
}

/** @returns `undefined` when one of them is not there */
function placesOf({ columns }: Declared, names: readonly string[]): number[] | undefined {
  const places = names.map((wanted) => columns.findIndex(({ name }) => isSameName(name, wanted)))
  return places.includes(-1) ? undefined : places
}

/** @returns `undefined` when what is referred to is not there */
function toReference(
  table: Declared,
  parts: readonly ForeignKey[],
  tables: readonly Declared[],
): Reference | undefined {
  const parentIndex = tables.findIndex(({ name }) => isSameName(name, parts[0]?.table ?? ''))
  const parent = tables[parentIndex]
  if (parent === undefined) return undefined
  const columns = placesOf(
    table,
    parts.map(({ from }) => from),
  )
  const names = parts.flatMap(({ to }) => to ?? [])
  const toColumns = names.length === 0 ? keyColumns(parent) : placesOf(parent, names)
  if (columns === undefined || toColumns?.length !== columns.length) return undefined
  return { columns, table: parentIndex, toColumns, isDeclared: true }
}

function isSameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

function readRows(connection: Database.Database, { name, columns }: Declared): Row[] {
  const list = columns.map((column) => quoteName(column.name)).join(', ')
  // An index that holds all columns would give its own order.
  const select = connection.prepare<[], Row>(`SELECT ${list} FROM ${quoteName(name)} NOT INDEXED`)
  return select.raw().safeIntegers().all()
}

function readSchemaSql(connection: Database.Database): SchemaSql {
  const all = connection
    .prepare<[], { type: string; sql: string }>(
      `SELECT type, sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`,
    )
    .all()
  const sqlOf = (isWanted: (type: string) => boolean): string[] =>
    all.filter(({ type }) => isWanted(type)).map(({ sql }) => sql)
  return {
    objects: sqlOf((type) => type !== 'trigger'),
    triggers: sqlOf((type) => type === 'trigger'),
  }
}
