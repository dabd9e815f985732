import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { CORPUS_DATABASE, HOSTILE_STATEMENTS } from '../../../../test/sql-corpus.ts'
import { schemaAtLevel } from '../../../schema-names/levelled-schema.ts'
import { LEVELLED_BYTES_MAX, SCHEMA_LEVELS } from '../../../schema-names/levels.ts'
import type { SchemaLevel } from '../../../schema-names/levels.ts'
import { realTables, planSchema } from '../../../schema-names/schema-plan.ts'
import { quoteName } from '../../../sql/schema.ts'
import { readDatabaseSchema } from '../database-catalogue.ts'
import { levelledFileBytes } from './levelled-file.ts'
import { openSqliteEngine } from './sqlite-engine.ts'

const LIMITS = { rowsMax: 1000, bytesMax: 1_000_000 }
const LEVELS = SCHEMA_LEVELS.filter((level) => level !== 'original')
const RENAMING = ['synonyms', 'abbreviations', 'opaque'] as const

/** What a definition may hold that renaming could miss. */
const ODD_DATABASE = `
CREATE TABLE "Club Member" (
  "Member No" INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
  born TEXT DEFAULT ('name'),
  age AS (2020 - CAST(born AS INTEGER)) VIRTUAL
);
CREATE TABLE visit (
  member INT REFERENCES "club member", day TEXT, name REAL, PRIMARY KEY (day, member)
) WITHOUT ROWID;
CREATE TABLE log (entry, rowid TEXT);
CREATE INDEX by_age ON "Club Member" (age DESC) WHERE age > 3;
CREATE VIEW elders AS SELECT name FROM "Club Member" WHERE age > 60;
CREATE TRIGGER counted AFTER INSERT ON visit BEGIN DELETE FROM log; END;
INSERT INTO "Club Member" (name, born) VALUES ('Ann', '1950'), ('bo', '1990'), ('Cy', '2000');
INSERT INTO visit VALUES (1, '2021-01-01', 1.5), (2, '2021-01-01', 2.5);
INSERT INTO log VALUES ('a', 'x'), ('b', 'y'), ('c', 'z');
DELETE FROM log WHERE entry = 'b';
`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlenv-levelled-'))
  create('odd', ODD_DATABASE)
  create('corpus', CORPUS_DATABASE)
})

afterAll(() => rmSync(folder, { recursive: true }))

function create(name: string, script: string): void {
  const builder = new Database(join(folder, `${name}.sqlite`))
  builder.exec(script)
  builder.close()
}

function open(name: string, level: SchemaLevel, file = name) {
  return openSqliteEngine(join(folder, `${file}.sqlite`), { databaseId: name, level })
}

describe.each(LEVELS)('a database at the level %s', (level) => {
  it.each(['odd', 'corpus'])(
    'has the tables, columns and rows that the agent is told of: %s',
    (name) => {
      const path = join(folder, `${name}.sqlite`)
      const engine = open(name, level)
      for (const table of schemaAtLevel(readDatabaseSchema(name, path), level).tables) {
        const outcome = engine.run(`SELECT * FROM ${quoteName(table.name)}`, LIMITS)
        if (outcome.kind !== 'table') expect.fail(JSON.stringify(outcome))
        expect(outcome.table.rows).toHaveLength(table.rowCount)
        // SQLite's * passes over nothing that DESCRIBE tells of.
        expect(outcome.table.columns).toEqual(table.columns.map((column) => column.name))
        expect(outcome.tablesRead).toEqual([table.name])
      }
      engine.close()
    },
  )

  it('holds the same data under every name', () => {
    const path = join(folder, 'odd.sqlite')
    const original = openSqliteEngine(path)
    const engine = open('odd', level)
    for (const { from, to, columns } of realTables(
      planSchema(readDatabaseSchema('odd', path), level),
    )) {
      const select = (table: string, names: readonly string[]) =>
        `SELECT _rowid_, ${names.map(quoteName).join()} FROM ${quoteName(table)}`.replace(
          from === 'visit' ? '_rowid_, ' : '',
          '',
        )
      const before = original.run(
        select(
          from,
          columns.map((column) => column.from),
        ),
        LIMITS,
      )
      const after = engine.run(
        select(
          to,
          columns.map((column) => column.to),
        ),
        LIMITS,
      )
      if (before.kind !== 'table' || after.kind !== 'table') expect.fail(JSON.stringify(after))
      expect(after.table.rows).toEqual(before.table.rows)
    }
    original.close()
    engine.close()
  })

  it('lets no hostile statement through', () => {
    const engine = open('corpus', level)
    const through = HOSTILE_STATEMENTS.filter(([sql]) => engine.run(sql, LIMITS).kind === 'table')
    expect(through).toEqual([])
    engine.close()
  })

  it('is the same bytes again', () => {
    const path = join(folder, 'odd.sqlite')
    const bytes = levelledFileBytes(path, { databaseId: 'odd', level })
    expect(levelledFileBytes(path, { databaseId: 'odd', level })).toEqual(bytes)
  })

  it('refuses a file that is too large to be made anew in memory', () => {
    create(`large-${level}`, 'CREATE TABLE t (a)')
    truncateSync(join(folder, `large-${level}.sqlite`), LEVELLED_BYTES_MAX + 1)
    expect(() => open(`large-${level}`, level)).toThrow(/too many for the schema/)
  })
})

it('refuses what is hostile for the same reasons where the tables have their own names', () => {
  const engine = open('corpus', 'distractors')
  for (const [sql, rejection] of HOSTILE_STATEMENTS) {
    const outcome = engine.run(sql, LIMITS)
    const reason = outcome.kind === 'refused' ? outcome.reason : outcome.kind
    expect(reason, sql).toBe(rejection)
  }
  engine.close()
})

it.each(RENAMING)('forgets the old names at the level %s, those of views among them', (level) => {
  const engine = open('odd', level)
  for (const name of ['"Club Member"', 'visit', 'elders']) {
    expect(engine.run(`SELECT * FROM ${name}`, LIMITS)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('no such table'),
    })
  }
  engine.close()
})

it.each(RENAMING)('keeps collations and keys at the level %s', (level) => {
  const { tables } = schemaAtLevel(readDatabaseSchema('odd', join(folder, 'odd.sqlite')), level)
  const [member] = tables
  const [number, name] = member?.columns ?? []
  const engine = open('odd', level)
  const sql = `SELECT ${quoteName(number?.name ?? '')}, _rowid_ FROM ${quoteName(member?.name ?? '')}
    WHERE ${quoteName(name?.name ?? '')} = 'BO'`
  expect(engine.run(sql, LIMITS)).toMatchObject({ table: { rows: [[2n, 2n]] } })
  engine.close()
})

it('has no true row in a table that was added', () => {
  create('people', 'CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, town TEXT)')
  create('people', `INSERT INTO person VALUES (1, 'Ann', 'Lund'), (2, 'Bo', 'Oslo')`)
  // Which tables are added depends on the id: one of these adds an archive.
  const archives = ['a', 'b', 'c', 'd', 'e'].flatMap((databaseId) => {
    const engine = openSqliteEngine(join(folder, 'people.sqlite'), {
      databaseId,
      level: 'distractors',
    })
    const all = engine.run('SELECT id FROM person_archive', LIMITS)
    const sql = 'SELECT * FROM person_archive JOIN person USING (id, name, town)'
    const outcome = engine.run(sql, LIMITS)
    engine.close()
    return all.kind === 'table' ? [{ all, outcome }] : []
  })
  expect(archives.length).toBeGreaterThan(0)
  for (const { all, outcome } of archives) {
    expect(all).toMatchObject({ table: { rows: [[1n], [2n]] } })
    expect(outcome).toMatchObject({ table: { rows: [] } })
  }
})

it('gives a sibling with other rows the names of its original', () => {
  create('sibling', `${ODD_DATABASE} DELETE FROM visit; INSERT INTO log VALUES ('d', 'w');`)
  for (const level of LEVELS) {
    const schema = schemaAtLevel(readDatabaseSchema('odd', join(folder, 'odd.sqlite')), level)
    const engine = open('odd', level, 'sibling')
    for (const { name, columns } of schema.tables) {
      const outcome = engine.run(`SELECT * FROM ${quoteName(name)}`, LIMITS)
      expect(outcome).toMatchObject({ table: { columns: columns.map((column) => column.name) } })
    }
    engine.close()
  }
})
