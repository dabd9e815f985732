import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'

import {
  CORPUS_DATABASE,
  HOSTILE_STATEMENTS,
  LEGITIMATE_STATEMENTS,
} from '../../../../test/sql-corpus.ts'
import { schemaAtLevel } from '../../../schema-names/levelled-schema.ts'
import { SCHEMA_LEVELS } from '../../../schema-names/levels.ts'
import type { SchemaLevel } from '../../../schema-names/levels.ts'
import type { QueryOutcome } from '../../../sql/query.ts'
import { readDatabaseSchema } from '../../node/database-catalogue.ts'
import { openSqliteEngine } from '../../node/sqlite/sqlite-engine.ts'
import { callbackModuleBytes } from './callback-module.ts'
import { createWasmQueryRunner } from './wasm-query-runner.ts'

const LIMITS = { rowsMax: 1000, bytesMax: 1_000_000, deadlineMs: 0 }

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-agreement-'))
const path = join(folder, 'corpus.sqlite')
const builder = new Database(':memory:')
builder.exec(CORPUS_DATABASE)
writeFileSync(path, builder.serialize())
builder.close()

const sqlite = readFileSync(new URL(import.meta.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')))
const runner = createWasmQueryRunner({
  modules: {
    sqlite: new WebAssembly.Module(sqlite),
    callbacks: new WebAssembly.Module(callbackModuleBytes()),
  },
  databases: {
    bytesOf: () => readFileSync(path),
    schemaOf: () => readDatabaseSchema('corpus', path),
  },
  stepsMax: 100_000_000,
  memoryBytesMax: 48 * 2 ** 20,
})

afterAll(() => rmSync(folder, { recursive: true }))

const openNode = (level: SchemaLevel) =>
  openSqliteEngine(path, level === 'original' ? undefined : { databaseId: 'corpus', level })

const onEdge = (sql: string, level: SchemaLevel = 'original'): Promise<QueryOutcome> =>
  runner.run(level === 'original' ? 'corpus' : `corpus@${level}`, sql, LIMITS)

const TABLES = `SELECT * FROM pet; SELECT * FROM owner; SELECT * FROM t1; SELECT * FROM t2`
const STATEMENTS = [
  ...HOSTILE_STATEMENTS.map(([sql]) => sql),
  ...LEGITIMATE_STATEMENTS.map(([sql]) => sql),
  ...TABLES.split('; '),
]

describe('SQLite in WebAssembly', () => {
  it.each(SCHEMA_LEVELS)(
    'answers what Node’s does to every statement, at the level %s',
    async (level) => {
      const engine = openNode(level)
      for (const sql of STATEMENTS) {
        const got = await onEdge(sql, level)
        expect([sql, got]).toEqual([sql, engine.run(sql, LIMITS)])
      }
      engine.close()
    },
  )

  it('has the very names and rows of a level that Node’s has', async () => {
    for (const level of SCHEMA_LEVELS.slice(1)) {
      const engine = openNode(level)
      const tables = readLevelTables(level)
      expect(tables.length).toBeGreaterThan(3)
      for (const table of tables) {
        const sql = `SELECT * FROM "${table}"`
        const got = await onEdge(sql, level)
        expect(got.kind).toBe('table')
        expect(got).toEqual(engine.run(sql, LIMITS))
      }
      engine.close()
    }
  })

  it('computes dates, soundex and patterns as Node’s does', async () => {
    const engine = openNode('original')
    const text = fc.string({ unit: fc.constantFrom(...Array.from('aBhWz%_é1 -:')), maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(text, text, async (one, other) => {
        const [a, b] = [one, other].map((each) => `'${each}'`)
        const sql = `SELECT soundex(${a}), ${a} LIKE ${b}, ${a} GLOB ${b}, date(${a}, ${b}),
          strftime(${a}, '2024-02-29 10:11:12.345'), upper(${a}), ${a} < ${b}, CAST(${a} AS REAL)`
        expect(await onEdge(sql)).toEqual(engine.run(sql, LIMITS))
      }),
      { numRuns: 300 },
    )
    engine.close()
  })
})

function readLevelTables(level: SchemaLevel): readonly string[] {
  const schema = readDatabaseSchema('corpus', path)
  return schemaAtLevel(schema, level).tables.map(({ name }) => name)
}
