/** The bytes of a database file with the names, columns or tables of a level. */

import { readFileSync, statSync } from 'node:fs'

import Database from 'better-sqlite3'

import type { DistractorPlan } from '../../../schema-names/distractors.ts'
import { LEVELLED_BYTES_MAX } from '../../../schema-names/levels.ts'
import type { SchemaLevel } from '../../../schema-names/levels.ts'
import { isDistractor, planSchema, realTables } from '../../../schema-names/schema-plan.ts'
import type { SchemaPlan, TablePlan } from '../../../schema-names/schema-plan.ts'
import {
  renamedIndexSql,
  renamedTableSql,
  reorderedTableSql,
} from '../../../schema-names/table-definition.ts'
import { quoteName } from '../../../sql/schema.ts'
import { readDatabaseSchema } from '../database-catalogue.ts'

/** What a file is opened as. Names follow from the id, so a sibling has those of its original. */
export type LevelledAs = {
  readonly databaseId: string
  readonly level: SchemaLevel
}

/** @throws {Error} when the file is at fault, too large, or defined in a way that is not understood */
export function levelledBytes(path: string, { databaseId, level }: LevelledAs): Buffer {
  const { size } = statSync(path)
  if (size > LEVELLED_BYTES_MAX) {
    throw new Error(`Database ${databaseId}: ${size} bytes are too many for the schema ${level}`)
  }
  const plan = planSchema(readDatabaseSchema(databaseId, path), level)
  const connection = new Database(readFileSync(path))
  try {
    connection.pragma('foreign_keys = OFF')
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
  readonly rowid: number
  readonly type: 'table' | 'index' | 'view' | 'trigger'
  readonly name: string
  readonly tbl_name: string
  readonly sql: string | null
}

function readEntries(connection: Database.Database): SchemaEntry[] {
  return connection
    .prepare<[], SchemaEntry>('SELECT rowid, type, name, tbl_name, sql FROM sqlite_schema')
    .all()
}

/**
 * Writes the names into the schema itself. ALTER TABLE would check all of it again for each of them,
 * which takes a hundred times as long.
 */
function renameAll(connection: Database.Database, plan: SchemaPlan): void {
  const find = finderOf(plan)
  connection.unsafeMode(true)
  connection.pragma('writable_schema = ON')
  const update = connection.prepare(
    'UPDATE sqlite_schema SET name = ?, tbl_name = ?, sql = ? WHERE rowid = ?',
  )
  // What is left with old names in it: nobody fires a trigger, and DESCRIBE knows no view.
  connection.prepare(`DELETE FROM sqlite_schema WHERE type IN ('view', 'trigger')`).run()
  for (const { rowid, type, name, tbl_name, sql } of readEntries(connection)) {
    const table = find(tbl_name)
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
  connection.pragma('writable_schema = RESET')
  for (const table of realTables(plan)) expectColumns(connection, table)
}

function finderOf(plan: SchemaPlan): (name: string) => TablePlan | undefined {
  const tables = new Map(realTables(plan).map((table) => [table.from.toLowerCase(), table]))
  return (name) => tables.get(name.toLowerCase())
}

/** @throws {Error} when a table has other columns than planned: its definition was misunderstood */
function expectColumns(connection: Database.Database, { to, columns }: TablePlan): void {
  const names = connection
    .prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) ORDER BY cid')
    .pluck()
    .all(to)
  const expected = columns.map((column) => column.to)
  if (names.join('\n') !== expected.join('\n')) {
    throw new Error(`Expected ${to} to have ${expected.join()}, got ${names.join()}`)
  }
}

function addDistractor(connection: Database.Database, table: DistractorPlan): void {
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
  connection.exec(`CREATE TABLE ${quoteName(to)} (${definitions.join(', ')})`)
  const rows = connection
    .prepare<[number], Record<string, unknown>>(`SELECT * FROM ${quoteName(source)} LIMIT ?`)
    .safeIntegers()
    .all(rowsMax)
  const insert = connection.prepare(
    `INSERT INTO ${quoteName(to)} VALUES (${columns.map(() => '?').join()})`,
  )
  for (const index of rows.keys()) {
    insert.run(
      columns.map(({ content }) =>
        content.kind === 'made_up'
          ? content.values[index]
          : rows[(index + distanceOf(content.rows, rows.length)) % rows.length]?.[content.from],
      ),
    )
  }
}

/** Never the row itself, where there is another and another is meant. */
function distanceOf(rows: number, rowCount: number): number {
  return rows === 0 || rowCount < 2 ? 0 : 1 + ((rows - 1) % (rowCount - 1))
}

/** A row lies in the order of its columns, so that every table is written anew. */
function shuffledBytes(connection: Database.Database, plan: SchemaPlan): Buffer {
  const find = finderOf(plan)
  connection.exec(`ATTACH ':memory:' AS shuffled`)
  connection.pragma('ignore_check_constraints = ON')
  const entries = readEntries(connection)
  const definitions = new Map(
    entries.filter(({ type }) => type === 'table').map(({ name, sql }) => [name, sql ?? '']),
  )
  connection.transaction(() => {
    for (const table of realTables(plan)) {
      const sql = reorderedTableSql(definitions.get(table.from) ?? '', table)
      connection.exec(sql.replace(/^CREATE TABLE\s*/i, 'CREATE TABLE shuffled.'))
      copyRows(connection, table)
    }
    for (const { type, tbl_name, sql } of entries) {
      if (type !== 'index' || sql === null || find(tbl_name) === undefined) continue
      connection.exec(sql.replace(/^CREATE( UNIQUE)? INDEX\s*/i, 'CREATE$1 INDEX shuffled.'))
    }
  })()
  return connection.serialize({ attached: 'shuffled' })
}

function copyRows(connection: Database.Database, { from, columns }: TablePlan): void {
  const stored = connection
    .prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0')
    .pluck()
    .all(from)
  const names = columns.map(({ to }) => to).filter((name) => stored.includes(name))
  const rowid = hasRowid(connection, from) ? freeRowidName(names) : []
  const list = [...rowid, ...names.map(quoteName)].join()
  const table = quoteName(from)
  connection.exec(`INSERT INTO shuffled.${table} (${list}) SELECT ${list} FROM main.${table}`)
}

function hasRowid(connection: Database.Database, table: string): boolean {
  const isWithout = connection
    .prepare<[string], number>(
      `SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?`,
    )
    .pluck()
  return isWithout.get(table) === 0
}

/** A column may have taken one of the names of a row's number. */
function freeRowidName(columns: readonly string[]): string[] {
  const taken = new Set(columns.map((name) => name.toLowerCase()))
  return ['rowid', '_rowid_', 'oid'].filter((name) => !taken.has(name)).slice(0, 1)
}
