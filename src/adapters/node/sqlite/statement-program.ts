/** What a statement reads, as the program shows that SQLite made of it. */

import type Database from 'better-sqlite3'

export type StatementReads =
  /** Sorted, in the catalogue's spelling. */
  | { readonly kind: 'tables'; readonly tables: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: 'schema_table' | 'table_function' }

/** The table that owns each root page of the database, by page number. */
export type RootPages = ReadonlyMap<number, string>

/** An index belongs to its table; so does the tree of a table WITHOUT ROWID. */
export function readRootPages(connection: Database.Database): RootPages {
  const pages = connection
    .prepare<[], [number, string]>(
      'SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0',
    )
    .raw()
    .all()
  return new Map(pages)
}

/** A statement that opens the table-valued functions that are let through, and nothing else. */
const ALLOWED_TABLE_FUNCTIONS = "SELECT 1 FROM json_each('[]'), json_tree('[]')"

/** @param sql - one statement that `connection` has prepared without an error */
export function findReads(
  connection: Database.Database,
  rootPages: RootPages,
  sql: string,
): StatementReads {
  const program = readProgram(connection, sql)
  const tables = new Set<string>()
  for (const { page, databaseIndex } of program.filter(opensTable)) {
    const table = databaseIndex === 0 ? rootPages.get(page) : undefined
    // Page 1 is the schema, which no table owns; the schema of temporary tables is another database.
    if (table === undefined || isOwnTable(table)) return { kind: 'refused', reason: 'schema_table' }
    tables.add(table)
  }
  if (!opensAllowedOnly(connection, program)) return { kind: 'refused', reason: 'table_function' }
  return { kind: 'tables', tables: [...tables].sort() }
}

/** `sqlite_sequence` and `sqlite_stat1` name tables and indexes, as the schema does. */
function isOwnTable(name: string): boolean {
  return name.toLowerCase().startsWith('sqlite_')
}

type Instruction = {
  readonly opcode: string
  readonly page: number
  readonly databaseIndex: number
  readonly detail: string | null
}

function readProgram(connection: Database.Database, sql: string): Instruction[] {
  return connection
    .prepare<[], [number, string, number, number, number, string | null]>(`EXPLAIN ${sql}`)
    .raw()
    .all()
    .map(([, opcode, , page, databaseIndex, detail]) => ({ opcode, page, databaseIndex, detail }))
}

function opensTable({ opcode }: Instruction): boolean {
  return opcode === 'OpenRead' || opcode === 'ReopenIdx'
}

/** A program shows a virtual table by the address that it has on this connection, not by name. */
function opensAllowedOnly(connection: Database.Database, program: readonly Instruction[]): boolean {
  const opened = virtualTablesOf(program)
  if (opened.length === 0) return true
  const allowed = new Set(virtualTablesOf(readProgram(connection, ALLOWED_TABLE_FUNCTIONS)))
  return opened.every((address) => allowed.has(address))
}

function virtualTablesOf(program: readonly Instruction[]): (string | null)[] {
  return program.filter(({ opcode }) => opcode === 'VOpen').map(({ detail }) => detail)
}
