import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'

import { openSqliteEngine } from './sqlite-engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-engine-'))
const path = join(folder, 'pets.sqlite')
const builder = new Database(path)
builder.exec(
  "CREATE TABLE pet (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO pet VALUES (1, 'Ann')",
)
builder.close()
const engine = openSqliteEngine(path)

afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

it('answers with columns, rows and the tables that were read', () => {
  expect(engine.run('SELECT * FROM PET', { rowsMax: 10, bytesMax: 1000 })).toEqual({
    kind: 'table',
    table: { columns: ['id', 'name'], rows: [[1n, 'Ann']], isTruncated: false },
    tablesRead: ['pet'],
  })
})
