/** What a statement reads, as the program shows that SQLite made of it. */

import type { SqliteConnection } from './sqlite-connection.ts'

export type StatementReads =
  /** Sorted, in the catalogue's spelling. */
  | { readonly kind: 'tables'; readonly tables: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: 'schema_table' | 'table_function' }

/** The table that owns each root page of the database, by page number. */
export type RootPages = ReadonlyMap<number, string>

/** An index belongs to its table; so does the tree of a table WITHOUT ROWID. */
export function readRootPages(connection: SqliteConnection): RootPages {
  const sql = 'SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0'
  const pages = connection.prepare(sql).rows()
  return new Map(Array.from(pages, ([page, table]) => [Number(page), String(table)]))
}

/** A statement that opens the table-valued functions that are let through, and nothing else. */
const ALLOWED_TABLE_FUNCTIONS = "SELECT 1 FROM json_each('[]'), json_tree('[]')"

/** @param sql - one statement that `connection` has prepared without an error */
export function findReads(
  connection: SqliteConnection,
  rootPages: RootPages,
  sql: string,
): StatementReads {
  const openings = readOpenings(connection, sql)
  const tables = new Set<string>()
  for (const { opcode, page, databaseIndex } of openings) {
    if (opcode === 'VOpen') continue
    const table = databaseIndex === 0 ? rootPages.get(page) : undefined
    // Page 1 is the schema, which no table owns; the schema of temporary tables is another database.
    if (table === undefined || isOwnTable(table)) return { kind: 'refused', reason: 'schema_table' }
    tables.add(table)
  }
  if (!opensAllowedOnly(connection, openings)) return { kind: 'refused', reason: 'table_function' }
  return { kind: 'tables', tables: [...tables].sort() }
}

/** `sqlite_sequence` and `sqlite_stat1` name tables and indexes, as the schema does. */
function isOwnTable(name: string): boolean {
  return name.toLowerCase().startsWith('sqlite_')
}

/** An instruction that opens something to read from: a few of a program's dozens. */
type Opening = {
  readonly opcode: string
  readonly page: number
  readonly databaseIndex: number
  readonly detail: string | null
}

const OPENING_OPCODES: ReadonlySet<string> = new Set(['OpenRead', 'ReopenIdx', 'VOpen'])

function readOpenings(connection: SqliteConnection, sql: string): Opening[] {
  const openings: Opening[] = []
  for (const [, opcode, , page, databaseIndex, detail] of connection
    .prepare(`EXPLAIN ${sql}`)
    .rows()) {
    if (typeof opcode !== 'string' || !OPENING_OPCODES.has(opcode)) continue
    openings.push({
      opcode,
      page: Number(page),
      databaseIndex: Number(databaseIndex),
      detail: typeof detail === 'string' ? detail : null,
    })
  }
  return openings
}

/** A program shows a virtual table by the address that it has on this connection, not by name. */
function opensAllowedOnly(connection: SqliteConnection, openings: readonly Opening[]): boolean {
  const opened = virtualTablesOf(openings)
  if (opened.length === 0) return true
  const allowed = new Set(virtualTablesOf(readOpenings(connection, ALLOWED_TABLE_FUNCTIONS)))
  return opened.every((address) => allowed.has(address))
}

function virtualTablesOf(openings: readonly Opening[]): (string | null)[] {
  return openings.filter(({ opcode }) => opcode === 'VOpen').map(({ detail }) => detail)
}
