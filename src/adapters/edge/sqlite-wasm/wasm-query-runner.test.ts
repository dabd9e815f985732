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
})
