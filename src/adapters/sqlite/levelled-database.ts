/** The bytes of a database with the names, columns or tables of a level. */

import type { DistractorColumn, DistractorPlan } from '../../schema-names/distractors.ts'
import type { SchemaLevel } from '../../schema-names/levels.ts'
import { isDistractor, planSchema, realTables } from '../../schema-names/schema-plan.ts'
import type { SchemaPlan, TablePlan } from '../../schema-names/schema-plan.ts'
import {
  renamedIndexSql,
  renamedTableSql,
  reorderedTableSql,
} from '../../schema-names/table-definition.ts'
import type { CellValue, Row } from '../../sql/cell.ts'
import { quoteName } from '../../sql/schema.ts'
import type { DatabaseSchema } from '../../sql/schema.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** What a database is opened as. Names follow from the id, so a sibling has those of its original. */
export type LevelledAs = {
  readonly databaseId: string
  readonly level: SchemaLevel
}

/**
 * @param connection - to a copy of the database in memory, which is written to and closed
 * @param schema - of the database, under the id that its names follow from
 * @throws {Error} when it is defined in a way that is not understood
 */
export function levelledBytes(
  connection: SqliteConnection,
  schema: DatabaseSchema,
  level: SchemaLevel,
): Uint8Array {
  const plan = planSchema(schema, level)
  try {
    connection.execute('PRAGMA foreign_keys = OFF')
    switch (level) {
      case 'original':
        break
      case 'synonyms':
      case 'abbreviations':
      case 'opaque':
        renameAll(connection, plan)
        break
      case 'distractors':
        plan.tables.filter(isDistractor).forEach((table) => addDistractor(connection, table))
        break
      case 'shuffled':
        return shuffledBytes(connection, plan)
    }
    return connection.serialize()
  } finally {
    connection.close()
  }
}

type SchemaEntry = {
  readonly rowid: bigint
  readonly type: 'table' | 'index' | 'view' | 'trigger'
  readonly name: string
  readonly tableName: string
  readonly sql: string | null
}

function readEntries(connection: SqliteConnection): SchemaEntry[] {
  const rows = connection
    .prepare('SELECT rowid, type, name, tbl_name, sql FROM sqlite_schema')
    .rows()
  return Array.from(rows, ([rowid, type, name, tableName, sql]) => ({
    // Of its kind in every table, as `type` is one of SQLite's four.
    rowid: rowid as bigint,
    type: type as SchemaEntry['type'],
    name: name as string,
    tableName: tableName as string,
    sql: sql as string | null,
  }))
}

/**
 * Writes the names into the schema itself. ALTER TABLE would check all of it again for each of them,
 * which takes a hundred times as long.
 */
function renameAll(connection: SqliteConnection, plan: SchemaPlan): void {
  const find = finderOf(plan)
  connection.openSchemaForWriting()
  const update = connection.prepare(
    'UPDATE sqlite_schema SET name = ?, tbl_name = ?, sql = ? WHERE rowid = ?',
  )
  // What is left with old names in it: nobody fires a trigger, and DESCRIBE knows no view.
  connection.execute(`DELETE FROM sqlite_schema WHERE type IN ('view', 'trigger')`)
  for (const { rowid, type, name, tableName, sql } of readEntries(connection)) {
    const table = find(tableName)
    if (table === undefined) continue
    if (type === 'table' && sql !== null) {
      update.run(table.to, table.to, renamedTableSql(sql, table, find), rowid)
    } else if (type === 'index') {
      const [, number] = /^sqlite_autoindex_.*_(\d+)$/s.exec(name) ?? []
      const renamed =
        sql === null ? `sqlite_autoindex_${table.to}_${number}` : `index_of_entry_${rowid}`
      const renamedSql = sql === null ? null : renamedIndexSql(sql, renamed, table)
      update.run(renamed, table.to, renamedSql, rowid)
    }
  }
  connection.execute('PRAGMA writable_schema = RESET')
  for (const table of realTables(plan)) expectColumns(connection, table)
}

function finderOf(plan: SchemaPlan): (name: string) => TablePlan | undefined {
  const tables = new Map(realTables(plan).map((table) => [table.from.toLowerCase(), table]))
  return (name) => tables.get(name.toLowerCase())
}

/** @throws {Error} when a table has other columns than planned: its definition was misunderstood */
function expectColumns(connection: SqliteConnection, { to, columns }: TablePlan): void {
  const names = firstCells(connection, 'SELECT name FROM pragma_table_xinfo(?) ORDER BY cid', to)
  const expected = columns.map((column) => column.to)
  if (names.join('\n') !== expected.join('\n')) {
    throw new Error(`Expected ${to} to have ${expected.join()}, got ${names.join()}`)
  }
}

function firstCells(connection: SqliteConnection, sql: string, value: string): string[] {
  return Array.from(connection.prepare(sql).rows(value), ([cell]) => String(cell))
}

function addDistractor(connection: SqliteConnection, table: DistractorPlan): void {
  const { to, source, rowsMax, columns } = table
  const keys = columns.filter(({ isPrimaryKey }) => isPrimaryKey)
  const definitions = [
    ...columns.map(({ to: name, type, references }) => {
      const target = references && ` REFERENCES ${quoteName(references.table)}`
      const column = references && `(${quoteName(references.column)})`
      return `${quoteName(name)} ${type}${target ?? ''}${column ?? ''}`
    }),
    ...keys.map(({ to: name }) => `PRIMARY KEY (${quoteName(name)})`),
  ]
  connection.execute(`CREATE TABLE ${quoteName(to)} (${definitions.join(', ')})`)
  const sources = connection.prepare(`SELECT * FROM ${quoteName(source)} LIMIT ?`)
  const places = new Map(sources.columns().map((name, place) => [name, place]))
  const rows = [...sources.rows(BigInt(rowsMax))]
  const insert = connection.prepare(
    `INSERT INTO ${quoteName(to)} VALUES (${columns.map(() => '?').join()})`,
  )
  for (const index of rows.keys()) {
    insert.run(...columns.map(({ content }) => distractorCell(content, index, rows, places)))
  }
}

function distractorCell(
  content: DistractorColumn['content'],
  index: number,
  rows: readonly Row[],
  places: ReadonlyMap<string, number>,
): CellValue {
  if (content.kind === 'made_up') return content.values[index] ?? null
  const row = rows[(index + distanceOf(content.rows, rows.length)) % rows.length]
  return row?.[places.get(content.from) ?? -1] ?? null
}

/** Never the row itself, where there is another and another is meant. */
function distanceOf(rows: number, rowCount: number): number {
  return rows === 0 || rowCount < 2 ? 0 : 1 + ((rows - 1) % (rowCount - 1))
}

/** A row lies in the order of its columns, so that every table is written anew. */
function shuffledBytes(connection: SqliteConnection, plan: SchemaPlan): Uint8Array {
  const find = finderOf(plan)
  connection.execute(`ATTACH ':memory:' AS shuffled`)
  connection.execute('PRAGMA ignore_check_constraints = ON')
  const entries = readEntries(connection)
  const definitions = new Map(
    entries.filter(({ type }) => type === 'table').map(({ name, sql }) => [name, sql ?? '']),
  )
  connection.execute('BEGIN')
  for (const table of realTables(plan)) {
    const sql = reorderedTableSql(definitions.get(table.from) ?? '', table)
    connection.execute(sql.replace(/^CREATE TABLE\s*/i, 'CREATE TABLE shuffled.'))
    copyRows(connection, table)
  }
  for (const { type, tableName, sql } of entries) {
    if (type !== 'index' || sql === null || find(tableName) === undefined) continue
    connection.execute(sql.replace(/^CREATE( UNIQUE)? INDEX\s*/i, 'CREATE$1 INDEX shuffled.'))
  }
  connection.execute('COMMIT')
  return connection.serialize('shuffled')
}

function copyRows(connection: SqliteConnection, { from, columns }: TablePlan): void {
  const storedSql = 'SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0'
  const stored = firstCells(connection, storedSql, from)
  const names = columns.map(({ to }) => to).filter((name) => stored.includes(name))
  const rowid = hasRowid(connection, from) ? freeRowidName(names) : []
  const list = [...rowid, ...names.map(quoteName)].join()
  const table = quoteName(from)
  connection.execute(`INSERT INTO shuffled.${table} (${list}) SELECT ${list} FROM main.${table}`)
}

function hasRowid(connection: SqliteConnection, table: string): boolean {
  const sql = `SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?`
  return Number(connection.prepare(sql).first(table)?.[0]) === 0
}

/** A column may have taken one of the names of a row's number. */
function freeRowidName(columns: readonly string[]): string[] {
  const taken = new Set(columns.map((name) => name.toLowerCase()))
  return ['rowid', '_rowid_', 'oid'].filter((name) => !taken.has(name)).slice(0, 1)
}
