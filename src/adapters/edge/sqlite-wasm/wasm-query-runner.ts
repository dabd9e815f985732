/** Runs queries on databases in SQLite's own memory, in this very isolate, under a count of steps. */

import { parseDatabaseKey } from '../../../schema-names/database-key.ts'
import type { QueryLimits, QueryOutcome, QueryRunner } from '../../../sql/query.ts'
import type { DatabaseSchema } from '../../../sql/schema.ts'
import { levelledBytes } from '../../sqlite/levelled-database.ts'
import { createSqliteEngine } from '../../sqlite/sqlite-engine.ts'
import type { SqliteEngine } from '../../sqlite/sqlite-engine.ts'
import { defineMissingFunctions } from './missing-functions.ts'
import { NoRoomError, openSqliteLibrary } from './sqlite-library.ts'
import type { SqliteLibrary, SqliteModules } from './sqlite-library.ts'
import { openWasmConnection } from './wasm-connection.ts'

export type PackedDatabases = {
  /** The file of a database or sibling; undefined where there is none. */
  bytesOf(dataKey: string): Uint8Array | undefined
  /** Of a database or sibling, under its original's names. */
  schemaOf(dataKey: string): DatabaseSchema | undefined
}

export type WasmQueryRunnerOptions = {
  readonly modules: SqliteModules
  readonly databases: PackedDatabases
  /** Steps of SQLite's machine that a query may take, with its run on the sibling. */
  readonly stepsMax: number
  /** That SQLite may take, open databases included. */
  readonly memoryBytesMax: number
}

/** A database is kept open until others need its room: so much of the memory. */
const DATABASES_SHARE = 0.5

/** A statement that took more than this share of the steps is not run again on the sibling. */
const SIBLING_SHARE = 0.2

export function createWasmQueryRunner(options: WasmQueryRunnerOptions): QueryRunner {
  const { databases, stepsMax, memoryBytesMax } = options
  // In the order of use: the first was used longest ago.
  let engines = new Map<string, SqliteEngine>()
  let library: SqliteLibrary | undefined

  function libraryNow(): SqliteLibrary {
    return (library ??= openSqliteLibrary(options.modules, memoryBytesMax))
  }

  /** What a query has grown stays grown, and what has trapped cannot be trusted. */
  function startAnew(): void {
    library = undefined
    engines = new Map()
  }

  /** @throws {Error} when there is no such database */
  function bytesAt(databaseKey: string, of: SqliteLibrary): Uint8Array {
    const key = parseDatabaseKey(databaseKey)
    const bytes = key && databases.bytesOf(key.dataKey)
    if (key === undefined || bytes === undefined) throw new Error(`No database ${databaseKey}`)
    if (key.level === 'original') return bytes
    const schema = databases.schemaOf(key.dataKey)
    if (schema === undefined) throw new Error(`No schema of ${key.dataKey}`)
    const copy = openWasmConnection(of, { bytes })
    return levelledBytes(copy, { ...schema, databaseId: key.databaseId }, key.level)
  }

  function engineOf(databaseKey: string): SqliteEngine {
    const current = libraryNow()
    const engine = engines.get(databaseKey) ?? openEngine(databaseKey, current)
    engines.delete(databaseKey)
    engines.set(databaseKey, engine)
    return engine
  }

  function openEngine(databaseKey: string, of: SqliteLibrary): SqliteEngine {
    const bytes = bytesAt(databaseKey, of)
    makeRoom(bytes.length)
    return createSqliteEngine({
      open() {
        const connection = openWasmConnection(of, { bytes, isReadOnly: true, stepsMax })
        defineMissingFunctions(connection)
        return { connection, memoryBytes: bytes.length }
      },
      openScratch: () => openWasmConnection(of),
    })
  }

  function makeRoom(bytesNeeded: number): void {
    let bytes = bytesNeeded
    for (const { memoryBytes } of engines.values()) bytes += memoryBytes
    for (const [key, engine] of engines) {
      if (bytes <= memoryBytesMax * DATABASES_SHARE) return
      bytes -= engine.memoryBytes
      engine.close()
      engines.delete(key)
    }
  }

  function runBoth(
    databaseKey: string,
    sql: string,
    limits: QueryLimits,
    siblingKey: string | undefined,
  ): QueryOutcome {
    const stepsAllowed = Math.ceil(stepsMax * (limits.stepsShare ?? 1))
    libraryNow().allowSteps(stepsAllowed)
    const outcome = engineOf(databaseKey).run(sql, limits)
    if (outcome.kind !== 'table' || siblingKey === undefined) return outcome
    const isSlow = stepsAllowed - libraryNow().stepsLeft() > stepsMax * SIBLING_SHARE
    if (outcome.tablesRead.length === 0 || isSlow) return outcome
    const siblingTable = engineOf(siblingKey).runAgain(sql, limits)
    return siblingTable === undefined ? outcome : { ...outcome, siblingTable }
  }

  return {
    async run(databaseKey, sql, limits, _turn, siblingKey) {
      try {
        return runBoth(databaseKey, sql, limits, siblingKey)
      } catch (error) {
        startAnew()
        // Its stack or memory ended in the middle of the statement.
        if (isTrap(error)) return { kind: 'too_large' }
        throw error
      } finally {
        if ((library?.memoryBytes() ?? 0) > memoryBytesMax * GROWN_SHARE) startAnew()
      }
    },
  }
}

/** Memory that has grown to more than this share is given back after the query. */
const GROWN_SHARE = 0.75

function isTrap(error: unknown): boolean {
  if (error instanceof WebAssembly.RuntimeError || error instanceof NoRoomError) return true
  return error instanceof RangeError && /call stack/i.test(error.message)
}
