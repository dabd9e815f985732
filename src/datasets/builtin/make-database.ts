/** Makes the bytes of one built-in database. */

import Database from 'better-sqlite3'

import { quoteName } from '../../sql/schema.ts'
import type { BuiltinDatabase, TableRow } from './database.ts'
import { createRandom } from './random.ts'
import { createSourceFiles, readSource } from './source-files.ts'

/**
 * The same bytes every time, in every process.
 * @throws {Error} naming the table whose rows do not fit the schema
 */
export function makeDatabase({ databaseId, seed, makeRows }: BuiltinDatabase): Buffer {
  const rows = makeRows(createSourceFiles(databaseId), createRandom(seed))
  const database = new Database(':memory:')
  try {
    database.pragma('page_size = 4096')
    database.pragma('encoding = "UTF-8"')
    database.pragma('secure_delete = ON')
    database.pragma('foreign_keys = ON')
    database.exec(readSource(databaseId, 'schema.sql'))
    const tables = tableNames(database)
    const unknown = Object.keys(rows).find((table) => !tables.includes(table))
    if (unknown !== undefined) throw new Error(`${databaseId} has rows for no table: ${unknown}`)
    // One transaction, and tables in the order of schema.sql: a row may refer to earlier tables.
    database.transaction(() => {
      for (const table of tables) insertRows(database, databaseId, table, rows[table] ?? [])
    })()
    database.exec('VACUUM')
    return database.serialize()
  } finally {
    database.close()
  }
}

function tableNames(database: Database.Database): string[] {
  return database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid`)
    .pluck()
    .all()
}

function insertRows(
  database: Database.Database,
  databaseId: string,
  table: string,
  rows: readonly TableRow[],
): void {
  if (rows.length === 0) throw new Error(`${databaseId}.${table} has no rows`)
  const columns = database
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
    .pluck()
    .all(table)
  const insert = database.prepare(
    `INSERT INTO ${quoteName(table)} (${columns.map(quoteName).join()}) VALUES (${columns.map(() => '?').join()})`,
  )
  for (const row of rows) {
    const given = Object.keys(row)
    if (given.length !== columns.length || columns.some((column) => !(column in row))) {
      throw new Error(
        `Expected ${databaseId}.${table} to have ${columns.join()}, got ${given.join()}`,
      )
    }
    try {
      insert.run(columns.map((column) => row[column]))
    } catch (cause) {
      throw new Error(`${databaseId}.${table} refuses ${JSON.stringify(row)}`, { cause })
    }
  }
}
