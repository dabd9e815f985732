import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { specifyQueryRunner } from '../../../../test/contract/query-runner.ts'
import { callbackModuleBytes } from './callback-module.ts'
import type { SqliteModules } from './sqlite-library.ts'
import { createWasmQueryRunner } from './wasm-query-runner.ts'
import type { WasmQueryRunnerOptions } from './wasm-query-runner.ts'

const LIMITS = { rowsMax: 1000, bytesMax: 1_000_000, deadlineMs: 5000 }

const modules: SqliteModules = {
  sqlite: new WebAssembly.Module(
    readFileSync(new URL(import.meta.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'))),
  ),
  callbacks: new WebAssembly.Module(callbackModuleBytes()),
}

function databaseBytes(script: string): Uint8Array {
  const database = new Database(':memory:')
  database.exec(script)
  const bytes = database.serialize()
  database.close()
  return bytes
}

function openRunner(
  scripts: Readonly<Record<string, string>>,
  options: Partial<WasmQueryRunnerOptions> = {},
) {
  const files = new Map(
    Object.entries(scripts).map(([name, script]) => [name, databaseBytes(script)]),
  )
  const runner = createWasmQueryRunner({
    modules,
    databases: { bytesOf: (key) => files.get(key), schemaOf: () => undefined },
    stepsMax: 100_000_000,
    memoryBytesMax: 64 * 2 ** 20,
    ...options,
  })
  return { runner, files }
}

specifyQueryRunner('SQLite in WebAssembly', async (scripts) => {
  const { runner, files } = openRunner(scripts)
  return {
    runner,
    fingerprint: async (databaseId) => {
      return createHash('sha256')
        .update(files.get(databaseId) ?? '')
        .digest('hex')
    },
    stop: async () => undefined,
  }
})

describe('SQLite in WebAssembly', () => {
  const ENDLESS = 'WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

  it('stops an endless query after so many steps, and runs the next', async () => {
    const { runner } = openRunner({ pets: 'CREATE TABLE pet (name)' }, { stepsMax: 1_000_000 })
    expect(await runner.run('pets', ENDLESS, LIMITS)).toEqual({
      kind: 'timed_out',
      stepsMax: 1_000_000,
    })
    expect(await runner.run('pets', 'SELECT count(*) FROM pet', LIMITS)).toMatchObject({
      table: { rows: [[0n]] },
    })
  })

  it('stops one that may take a share of the steps after that share', async () => {
    const { runner } = openRunner({ pets: 'CREATE TABLE pet (name)' }, { stepsMax: 1_000_000 })
    const upTo = (count: number) =>
      `WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${count}) SELECT max(i) FROM n`
    const share = { ...LIMITS, stepsShare: 1 / 8 }
    expect((await runner.run('pets', upTo(20_000), LIMITS)).kind).toBe('table')
    expect((await runner.run('pets', upTo(20_000), share)).kind).toBe('timed_out')
    expect((await runner.run('pets', upTo(1000), share)).kind).toBe('table')
  })

  it.each([
    "SELECT group_concat(printf('%.*c', 1000000, 'x')) FROM (VALUES (1),(2),(3)) a, json_each('[1,2,3,4,5,6,7,8]')",
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000) SELECT count(DISTINCT i || printf('%.*c', 100, 'x')) FROM n",
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000) SELECT i || printf('%.*c', 100, 'x') FROM n ORDER BY 1 DESC",
  ])(
    'says that what wants more memory than there is is too large, and runs the next: %.60s',
    async (sql) => {
      const { runner } = openRunner(
        { pets: "CREATE TABLE pet (name); INSERT INTO pet VALUES ('Ann')" },
        { memoryBytesMax: 16 * 2 ** 20 },
      )
      for (let times = 0; times < 2; times += 1) {
        expect(await runner.run('pets', sql, LIMITS)).toEqual({ kind: 'too_large' })
        expect(await runner.run('pets', 'SELECT name FROM pet', LIMITS)).toMatchObject({
          table: { rows: [['Ann']] },
        })
      }
    },
  )

  it('makes room for a database by closing the one that was used longest ago', async () => {
    const filled = (name: string) =>
      `CREATE TABLE ${name} (x); INSERT INTO ${name} SELECT printf('%.*c', 1000000, 'x') FROM json_each('[1,2,3]')`
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const scripts = Object.fromEntries(names.map((name) => [name, filled(name)]))
    const { runner } = openRunner(scripts, { memoryBytesMax: 16 * 2 ** 20 })
    for (const name of [...names, ...names]) {
      const sql = `SELECT count(*), min(length(x)) FROM ${name}`
      expect(await runner.run(name, sql, LIMITS)).toMatchObject({
        table: { rows: [[3n, 1_000_000n]] },
      })
    }
  })
})
