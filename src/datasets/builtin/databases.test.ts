import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { quoteName } from '../../sql/schema.ts'
import { BUILTIN_DATABASES } from './databases.ts'
import { makeDatabase } from './make-database.ts'

type Contents = {
  readonly tables: readonly string[]
  /** Of tables and columns. */
  readonly names: readonly string[]
  readonly cells: readonly unknown[]
  readonly tablesThatRefer: number
  readonly brokenReferences: unknown
}

const contents = new Map<string, Contents>(
  BUILTIN_DATABASES.map((database) => [database.databaseId, readContents(makeDatabase(database))]),
)

describe.each([...contents])('the database %s', (_databaseId, database) => {
  it('has 4 to 12 tables that refer to one another, and hundreds of rows', () => {
    expect(database.tables.length).toBeGreaterThanOrEqual(4)
    expect(database.tables.length).toBeLessThanOrEqual(12)
    expect(database.tablesThatRefer).toBeGreaterThanOrEqual(3)
    expect(database.brokenReferences).toEqual([])
    expect(database.cells.length).toBeGreaterThan(2000)
  })

  it.each([
    ['a missing value', (cell: unknown) => cell === null],
    ['an empty text', (cell: unknown) => cell === ''],
    ['a number as text, with a leading zero', (cell: unknown) => isText(cell, /^0\d+$/)],
    ['a date', (cell: unknown) => isText(cell, /^\d{4}-\d\d-\d\d/)],
    ['an accent', (cell: unknown) => isText(cell, /[À-ž]/)],
    ['a comma', (cell: unknown) => isText(cell, /,/)],
    ['an apostrophe', (cell: unknown) => isText(cell, /'/)],
    ['a double quote', (cell: unknown) => isText(cell, /"/)],
  ])('holds %s', (_case, isWanted) => {
    expect(database.cells.some(isWanted)).toBe(true)
  })
})

it('has tables and columns whose names must be quoted', () => {
  const names = [...contents.values()].flatMap((database) => database.names)
  expect(names).toEqual(expect.arrayContaining(['Part Used', 'Part No', 'order']))
})

it('has text in other scripts', () => {
  const cells = [...contents.values()].flatMap((database) => database.cells)
  for (const script of [/\p{sc=Greek}/u, /\p{sc=Cyrillic}/u, /\p{sc=Han}/u, /\p{sc=Arabic}/u]) {
    expect(cells.some((cell) => isText(cell, script))).toBe(true)
  }
})

it('gives each database a seed of its own', () => {
  const seeds = BUILTIN_DATABASES.map(({ seed }) => seed)
  expect(new Set(seeds).size).toBe(seeds.length)
})

function isText(cell: unknown, pattern: RegExp): boolean {
  return typeof cell === 'string' && pattern.test(cell)
}

function readContents(bytes: Buffer): Contents {
  const database = new Database(bytes, { readonly: true })
  const rowsOf = (table: string) =>
    database.prepare<[], unknown[]>(`SELECT * FROM ${quoteName(table)}`).raw()
  const columnsOf = (table: string) =>
    rowsOf(table)
      .columns()
      .map(({ name }) => name)
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all()
  const references = tables.map((table) => database.pragma(`foreign_key_list(${quoteName(table)})`))
  try {
    return {
      tables,
      names: tables.flatMap((table) => [table, ...columnsOf(table)]),
      cells: tables.flatMap((table) => rowsOf(table).all().flat()),
      tablesThatRefer: references.filter((list) => Array.isArray(list) && list.length > 0).length,
      brokenReferences: database.pragma('foreign_key_check'),
    }
  } finally {
    database.close()
  }
}
