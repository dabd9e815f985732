import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'

import { spiderDir } from '../../../../test/spider-dir.ts'
import type { SqliteEngine } from '../../sqlite/sqlite-engine.ts'
import { openSqliteEngine } from './sqlite-engine.ts'

// What every runner of queries promises is in test/contract, which the query pool runs.

const LIMITS = { rowsMax: 100_000, bytesMax: 100_000_000 }

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-engine-'))
const path = join(folder, 'pets.sqlite')
const builder = new Database(path)
builder.exec(
  "CREATE TABLE pet (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO pet VALUES (1, 'Ann')",
)
builder.close()

afterAll(() => rmSync(folder, { recursive: true }))

describe('the engine', () => {
  it('goes on after a statement that was not let through', () => {
    const engine = openSqliteEngine(path)
    const before = engine.run('SELECT * FROM pet', LIMITS)
    for (const sql of [
      'DELETE FROM pet',
      'CREATE TEMP TABLE pet (x)',
      'BEGIN',
      'SELECT random()',
    ]) {
      expect(engine.run(sql, LIMITS).kind).toBe('refused')
    }
    expect(engine.run('SELECT * FROM pet', LIMITS)).toEqual(before)
    engine.close()
  })

  it('S3: makes no file beside the database, not even for a large sort', () => {
    const engine = openSqliteEngine(path)
    const sql = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
      SELECT hex(zeroblob(200)) || i AS x FROM n ORDER BY x DESC LIMIT 1`
    expect(engine.run(sql, LIMITS)).toMatchObject({ kind: 'table' })
    expect(readdirSync(folder)).toEqual(['pets.sqlite'])
    engine.close()
  })

  it('throws when the file is missing, no database or damaged: no statement is to blame', () => {
    const bad = join(folder, 'bad.sqlite')
    expect(() => openSqliteEngine(bad)).toThrow('unable to open database file')
    writeFileSync(bad, 'name,age\n'.repeat(1000))
    expect(() => openSqliteEngine(bad)).toThrow('file is not a database')
    writeFileSync(bad, readFileSync(path).fill(0xff, 4096))
    const engine = openSqliteEngine(bad)
    expect(() => engine.run('SELECT * FROM pet', LIMITS)).toThrow('disk image is malformed')
    engine.close()
    rmSync(bad)
  })
})

type Gold = { readonly query: string }
type Verified = {
  readonly file: string
  readonly row: number
  readonly db_id: string
  readonly rows: number
  readonly needs_double_quoted_strings?: boolean
}

describe.skipIf(spiderDir === undefined)('on the real questions (SPIDER_DIR)', () => {
  const read = (name: string) => readFileSync(join(spiderDir ?? '', name), 'utf8')

  it('N9, S2: runs every gold query, whatever quotes it has, to the rows that it is known for', () => {
    const files = Object.fromEntries(
      ['dev.json', 'train_spider.json'].map((name) => [name, JSON.parse(read(name)) as Gold[]]),
    )
    const verified = read('verification.jsonl').trim().split('\n')
    const engines = new Map<string, SqliteEngine>()
    let mendedCount = 0
    for (const question of verified.map((line) => JSON.parse(line) as Verified)) {
      const { db_id: id } = question
      const engine =
        engines.get(id) ?? openSqliteEngine(join(spiderDir ?? '', 'database', id, `${id}.sqlite`))
      engines.set(id, engine)
      const sql = files[question.file]?.[question.row]?.query ?? ''
      const outcome = engine.run(sql, LIMITS)
      const rowCount = outcome.kind === 'table' ? outcome.table.rows.length : outcome
      expect([sql, rowCount]).toEqual([sql, question.rows])
      if (question.needs_double_quoted_strings === true) mendedCount += 1
    }
    for (const engine of engines.values()) engine.close()
    expect(mendedCount).toBe(176)
  })
})
