/** Reads what a database file looks like: its tables, columns, keys and row counts. */

import { closeSync, openSync, readSync, statSync } from 'node:fs'

import Database from 'better-sqlite3'

import { quoteName } from '../../sql/schema.ts'
import type { ColumnSchema, DatabaseSchema, TableSchema } from '../../sql/schema.ts'

/**
 * The ordinary tables of a file, in the order of creation: neither SQLite's own, nor views, nor
 * virtual tables and what belongs to them, which QUERY cannot read.
 *
 * @throws {Error} one line that names the database and what is wrong with its file
 */
export function readDatabaseSchema(databaseId: string, path: string): DatabaseSchema {
  const complaint = complaintAboutHeader(path)
  if (complaint !== null) throw new Error(`Database ${databaseId}: ${complaint}`)
  try {
    return { databaseId, byteCount: statSync(path).size, tables: readTables(path) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`Database ${databaseId}: the file is damaged: ${message}`, { cause: error })
  }
}

const MAGIC = 'SQLite format 3\0'

/** @returns null when the file begins like a database that can be read without writing beside it */
function complaintAboutHeader(path: string): string | null {
  const header = readHeader(path)
  if (header === null) return 'the file is missing or cannot be read'
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'the file is no SQLite database'
  // Two version numbers are 2 where the file is written through a write-ahead log.
  return header[18] === 2 || header[19] === 2
    ? 'the file is in WAL mode; convert it with PRAGMA journal_mode = DELETE'
    : null
}

function readHeader(path: string): Buffer | null {
  const header = Buffer.alloc(100)
  try {
    const file = openSync(path, 'r')
    try {
      readSync(file, header)
      return header
    } finally {
      closeSync(file)
    }
  } catch {
    return null
  }
}

function readTables(path: string): TableSchema[] {
  const connection = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const names = connection
      .prepare<[], string>(
        `SELECT s.name FROM sqlite_schema AS s JOIN pragma_table_list AS l
         ON l.schema = 'main' AND l.name = s.name AND l.type = 'table'
         WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid`,
      )
      .pluck()
      .all()
    const declared = names.map((name) => readDeclaredTable(connection, name))
    return declared.map((table) => toTableSchema(table, declared))
  } finally {
    connection.close()
  }
}

/** A table as its CREATE statement has it: a foreign key may name anything, in any case. */
type DeclaredTable = {
  readonly name: string
  readonly rowCount: number
  readonly columns: readonly DeclaredColumn[]
  readonly foreignKeys: readonly ForeignKey[]
}

/** `keyPosition` counts from 1 within the primary key, and is 0 outside it. */
type DeclaredColumn = {
  readonly name: string
  readonly type: string
  readonly keyPosition: number
}

/** `to` is null where the declaration names the parent only: its primary key is meant. */
type ForeignKey = {
  readonly from: string
  readonly position: number
  readonly table: string
  readonly to: string | null
}

function readDeclaredTable(connection: Database.Database, name: string): DeclaredTable {
  const rowCount = connection
    .prepare<[], number>(`SELECT count(*) FROM ${quoteName(name)}`)
    .pluck()
    .get()
  const columns = connection
    .prepare<[string], DeclaredColumn>(
      'SELECT name, type, pk AS keyPosition FROM pragma_table_xinfo(?) ORDER BY cid',
    )
    .all(name)
  // SQLite lists the key that was declared last first.
  const foreignKeys = connection
    .prepare<[string], ForeignKey>(
      `SELECT "from", seq AS position, "table", "to" FROM pragma_foreign_key_list(?)
       ORDER BY id DESC, seq`,
    )
    .all(name)
  return { name, rowCount: rowCount ?? 0, columns, foreignKeys }
}

function toTableSchema(table: DeclaredTable, tables: readonly DeclaredTable[]): TableSchema {
  const columns = table.columns.map(({ name, type, keyPosition }): ColumnSchema => {
    const foreignKey = table.foreignKeys.find(({ from }) => isSameName(from, name))
    const references = foreignKey === undefined ? null : findTarget(foreignKey, tables)
    return { name, type, isPrimaryKey: keyPosition > 0, references }
  })
  return { name: table.name, columns, rowCount: table.rowCount }
}

/** @returns null when the parent is not there, or has no such column */
function findTarget(
  { table, to, position }: ForeignKey,
  tables: readonly DeclaredTable[],
): ColumnSchema['references'] {
  const parent = tables.find(({ name }) => isSameName(name, table))
  const column = parent?.columns.find(({ name, keyPosition }) => {
    return to === null ? keyPosition === position + 1 : isSameName(name, to)
  })
  if (parent === undefined || column === undefined) return null
  return { table: parent.name, column: column.name }
}

function isSameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
