import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Row } from '../../sql/cell.ts'
import { NoSiblings, readContents } from './read-contents.ts'
import type { DatabaseContents } from './read-contents.ts'
import { writeContents } from './write-contents.ts'

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sqlenv-contents-test-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function contentsOf(sql: string): DatabaseContents {
  const path = join(directory, 'given.sqlite')
  rmSync(path, { force: true })
  const database = new Database(path)
  database.exec(sql)
  database.close()
  return readContents(path)
}

function written({ contents, schema }: DatabaseContents): DatabaseContents {
  const result = writeContents(schema, contents)
  if (result.kind !== 'database') throw new Error('Expected a database')
  const path = join(directory, 'written.sqlite')
  writeFileSync(path, result.bytes)
  return readContents(path)
}

const SHOP = `
  CREATE TABLE town (code TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) WITHOUT ROWID;
  CREATE TABLE "Order ""B""" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    town TEXT REFERENCES town,
    paid REAL CHECK (paid >= 0),
    taxed REAL AS (paid * 1.2),
    "what for" BLOB
  );
  CREATE TABLE part (a INTEGER, b INTEGER, c, PRIMARY KEY (a, b), FOREIGN KEY (a, b) REFERENCES part (a, b));
  CREATE INDEX by_town ON "Order ""B""" (town, paid);
  CREATE UNIQUE INDEX one_name ON town (lower(name));
  CREATE VIEW paid AS SELECT sum(paid) FROM "Order ""B""";
  INSERT INTO town VALUES ('A', 'Ayr'), ('B', 'Bath');
  INSERT INTO "Order ""B""" (town, paid, "what for") VALUES ('B', 2.5, x'c0ff'), (NULL, 37.0, 9223372036854775807), ('A', NULL, '037');
  INSERT INTO part VALUES (1, 2, NULL), (2, 1, 'Åland');
`

describe('a database that is read and written', () => {
  it('has the same tables, indexes, views and rows', () => {
    const given = contentsOf(SHOP)
    const again = written(given)
    expect(again.contents).toEqual(given.contents)
    expect(new Set(again.schema.objects)).toEqual(new Set(given.schema.objects))
  })

  it('is known by its keys, unique columns and references', () => {
    const shapes = contentsOf(SHOP).contents.map(({ shape }) => shape)
    expect(shapes.map(({ primaryKey }) => primaryKey)).toEqual([[0], [0], [0, 1]])
    expect(shapes[0]?.uniqueSets).toEqual([[0], [1]])
    expect(shapes[1]?.columns.map(({ name }) => name)).toEqual(['id', 'town', 'paid', 'what for'])
    expect(shapes[1]?.references).toEqual([
      { columns: [1], table: 0, toColumns: [0], isDeclared: true },
    ])
    expect(shapes[2]?.references[0]?.columns).toEqual([0, 1])
  })

  it('has the same bytes each time', () => {
    const { contents, schema } = contentsOf(SHOP)
    expect(writeContents(schema, contents)).toEqual(writeContents(schema, contents))
  })

  it('is written by its triggers no more than it was', () => {
    const logging = `
      CREATE TABLE a (x);
      CREATE TABLE log (x);
      CREATE TRIGGER writes AFTER INSERT ON a BEGIN INSERT INTO log VALUES (new.x); END;
      INSERT INTO a VALUES (1), (2);
      DELETE FROM log WHERE x = 2;`
    const given = contentsOf(logging)
    expect(written(given)).toEqual(given)
  })
})

it.each<[string, string, Row]>([
  ['a CHECK', 'CREATE TABLE a (x INTEGER CHECK (x < 4))', [9n]],
  [
    'a unique expression',
    "CREATE TABLE a (x TEXT); CREATE UNIQUE INDEX i ON a (lower(x)); INSERT INTO a VALUES ('b')",
    ['B'],
  ],
  [
    'a trigger',
    `CREATE TABLE a (x);
     CREATE TRIGGER t BEFORE INSERT ON a WHEN new.x = 9 BEGIN SELECT raise(ABORT, 'no'); END`,
    [9n],
  ],
])('names the rows that %s refuses', (_case, sql, row) => {
  const { contents, schema } = contentsOf(sql)
  const [table] = contents
  if (table === undefined) throw new Error('Expected a table')
  const result = writeContents(schema, [{ ...table, rows: [...table.rows, row] }])
  expect(result).toEqual({ kind: 'refused', rows: new Set([row]) })
})

it('says why nothing can be made of a database', () => {
  expect(() => contentsOf('CREATE VIRTUAL TABLE pages USING fts5 (body)')).toThrow(NoSiblings)
  expect(() => contentsOf('CREATE VIRTUAL TABLE pages USING fts5 (body)')).toThrow(
    'pages is a virtual table',
  )
})
