import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'

import { readDatabaseSchema } from './database-catalogue.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-catalogue-'))

afterAll(() => rmSync(folder, { recursive: true }))

function makeDatabase(name: string, script: string): string {
  const path = join(folder, `${name}.sqlite`)
  const builder = new Database(path)
  builder.pragma('foreign_keys = OFF')
  builder.exec(script)
  builder.close()
  return path
}

const columnsOf = (script: string, table: string) => {
  const path = makeDatabase(`columns-${readdirSync(folder).length}`, script)
  const { tables } = readDatabaseSchema('columns', path)
  return tables.find(({ name }) => name === table)?.columns
}

describe('the schema of a database', () => {
  it('has tables, columns, keys and row counts in the spelling of the database', () => {
    const path = makeDatabase(
      'school',
      `CREATE TABLE "Class" ("Class No" INTEGER PRIMARY KEY, title VARCHAR(20));
       CREATE TABLE pupil (id, class int references CLASS ("class no"));
       INSERT INTO pupil VALUES (1, 1), (2, 9);`,
    )
    expect(readDatabaseSchema('school', path)).toEqual({
      databaseId: 'school',
      byteCount: statSync(path).size,
      tables: [
        {
          name: 'Class',
          rowCount: 0,
          columns: [
            { name: 'Class No', type: 'INTEGER', isPrimaryKey: true, references: null },
            { name: 'title', type: 'VARCHAR(20)', isPrimaryKey: false, references: null },
          ],
        },
        {
          name: 'pupil',
          rowCount: 2,
          columns: [
            { name: 'id', type: '', isPrimaryKey: false, references: null },
            {
              name: 'class',
              type: 'INT',
              isPrimaryKey: false,
              references: { table: 'Class', column: 'Class No' },
            },
          ],
        },
      ],
    })
  })

  it("lists tables in the order of creation, without SQLite's own, views and virtual ones", () => {
    const path = makeDatabase(
      'order',
      `CREATE TABLE z (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO z DEFAULT VALUES;
       CREATE VIRTUAL TABLE note USING fts5 (words); CREATE VIRTUAL TABLE area USING rtree (i, l, h);
       CREATE VIEW v AS SELECT 1; CREATE TABLE "sqlite" (x); CREATE TABLE a (x); ANALYZE;`,
    )
    expect(readDatabaseSchema('order', path).tables.map(({ name }) => name)).toEqual([
      'z',
      'sqlite',
      'a',
    ])
  })

  it('counts rows of a table whatever its name', () => {
    const path = makeDatabase(
      'names',
      'CREATE TABLE "a""; --" (x); INSERT INTO "a""; --" VALUES (1)',
    )
    expect(readDatabaseSchema('names', path).tables[0]).toMatchObject({ rowCount: 1 })
  })

  it('follows a foreign key without a column to the primary key, part by part', () => {
    const columns = columnsOf(
      `CREATE TABLE parent (x, b, a, PRIMARY KEY (a, b));
       CREATE TABLE child (p, q, FOREIGN KEY (p, q) REFERENCES parent);`,
      'child',
    )
    expect(columns?.map(({ references }) => references?.column)).toEqual(['a', 'b'])
  })

  it('takes the first foreign key of a column that has two', () => {
    const columns = columnsOf(
      `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY);
       CREATE TABLE child (p REFERENCES a (id) REFERENCES b (id));`,
      'child',
    )
    expect(columns?.[0]?.references).toEqual({ table: 'a', column: 'id' })
  })

  it.each(['REFERENCES nowhere (id)', 'REFERENCES parent (nowhere)', 'REFERENCES parent'])(
    'leaves out a foreign key that leads nowhere: %s',
    (clause) => {
      const columns = columnsOf(`CREATE TABLE parent (id); CREATE TABLE c (p ${clause});`, 'c')
      expect(columns?.[0]?.references).toBeNull()
    },
  )

  it('shows generated columns, since SELECT * does', () => {
    const columns = columnsOf('CREATE TABLE t (a, b AS (a + 1), c AS (a) STORED)', 't')
    expect(columns?.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })
})

describe('a file that is no good', () => {
  const rows = Array.from({ length: 2000 }, (_, index) => `(${index}, 'row ${index}')`).join(',')
  const good = makeDatabase('good', `CREATE TABLE t (id, name); INSERT INTO t VALUES ${rows}`)
  const bytes = readFileSync(good)

  const complaintAbout = (content: Uint8Array | string) => {
    const path = join(folder, 'bad.sqlite')
    writeFileSync(path, content)
    try {
      readDatabaseSchema('pets_1', path)
      return null
    } catch (error) {
      return error instanceof Error ? error.message : error
    }
  }

  const withBytes = (from: number, to: number, value: number) =>
    Uint8Array.from(bytes).fill(value, from, to)

  it.each<[string, Uint8Array | string, string]>([
    ['empty', '', 'the file is no SQLite database'],
    ['text', 'name,age\nann,7\n', 'the file is no SQLite database'],
    ['cut in half', bytes.subarray(0, bytes.length / 2), 'the file is damaged: '],
    ['cut after its header', bytes.subarray(0, 100), 'the file is damaged: '],
    [
      'overwritten where its rows are',
      withBytes(4096, bytes.length, 0xff),
      'the file is damaged: ',
    ],
    ['overwritten where its schema is', withBytes(100, 4096, 0xff), 'the file is damaged: '],
    ['in WAL mode', withBytes(18, 20, 2), 'the file is in WAL mode'],
  ])('is named in one line when it is %s', (_case, content, complaint) => {
    const message = complaintAbout(content)
    expect(message).toMatch(`Database pets_1: ${complaint}`)
    expect(message).not.toMatch(/\n|\//)
  })

  it('is named when it is missing, or a folder', () => {
    const complaint = 'Database pets_1: the file is missing or cannot be read'
    expect(() => readDatabaseSchema('pets_1', join(folder, 'none.sqlite'))).toThrow(complaint)
    expect(() => readDatabaseSchema('pets_1', folder)).toThrow(complaint)
  })
})
