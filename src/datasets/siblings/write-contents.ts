/** Makes the bytes of a database of a schema and rows. */

import Database from 'better-sqlite3'

import type { Contents, TableContents } from '../../siblings/contents.ts'
import type { Row } from '../../sql/cell.ts'
import { quoteName } from '../../sql/schema.ts'
import type { SchemaSql } from './read-contents.ts'

export type Written =
  | { readonly kind: 'database'; readonly bytes: Uint8Array }
  /** A CHECK, a trigger or a unique expression does not let these rows in. */
  | { readonly kind: 'refused'; readonly rows: ReadonlySet<Row> }

/** Small pages: most tables of a sibling would fill a part of a larger one. */
const PAGE_BYTES = 1024

/**
 * The same bytes for the same arguments, with nothing in them that tells one sibling from another.
 * References are not looked at: those that are broken in the original stay broken.
 */
export function writeContents(schema: SchemaSql, contents: Contents): Written {
  const first = tryWriting(schema, contents, 'triggers_first')
  // Triggers that write rows themselves have written them in the original already.
  return first ?? tryWriting(schema, contents, 'triggers_last') ?? fail()
}

function fail(): never {
  throw new Error('Expected tables to hold the rows that were put into them')
}

/** @returns `undefined` when other rows are there afterwards than were put in */
function tryWriting(
  { objects, triggers }: SchemaSql,
  contents: Contents,
  order: 'triggers_first' | 'triggers_last',
): Written | undefined {
  const database = new Database(':memory:')
  try {
    database.pragma(`page_size = ${PAGE_BYTES}`)
    database.pragma('encoding = "UTF-8"')
    database.pragma('secure_delete = ON')
    database.pragma('foreign_keys = OFF')
    for (const sql of objects) database.exec(sql)
    if (order === 'triggers_first') for (const sql of triggers) database.exec(sql)
    const refused = new Set<Row>()
    database.transaction(() => {
      for (const table of contents) insertRows(database, table, refused)
    })()
    if (refused.size > 0) return { kind: 'refused', rows: refused }
    if (!contents.every((table) => holdsAllRows(database, table))) return undefined
    if (order === 'triggers_last') for (const sql of triggers) database.exec(sql)
    database.exec('VACUUM')
    return { kind: 'database', bytes: database.serialize() }
  } finally {
    database.close()
  }
}

function insertRows(
  database: Database.Database,
  { shape, rows }: TableContents,
  refused: Set<Row>,
): void {
  const names = shape.columns.map(({ name }) => quoteName(name)).join(', ')
  const places = shape.columns.map(() => '?').join(', ')
  const insert = database.prepare(
    `INSERT INTO ${quoteName(shape.name)} (${names}) VALUES (${places})`,
  )
  for (const row of rows) {
    try {
      insert.run(row)
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) {
        throw error
      }
      refused.add(row)
    }
  }
}

function holdsAllRows(database: Database.Database, { shape, rows }: TableContents): boolean {
  const count = database.prepare<[], number>(`SELECT count(*) FROM ${quoteName(shape.name)}`)
  return count.pluck().get() === rows.length
}
