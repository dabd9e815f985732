/** Runs agent SQL on one SQLite file, in this process, behind the gate of `docs/sql-safety.md`. */

import { createRequire } from 'node:module'

import Database from 'better-sqlite3'

import { readBoundedRows } from '../../../sql/bounded-rows.ts'
import type { Row } from '../../../sql/cell.ts'
import { withSingleQuotedLiteral } from '../../../sql/double-quoted-literals.ts'
import type { QueryLimits, QueryOutcome } from '../../../sql/query.ts'
import { judgeStatementText } from '../../../sql/statement-text.ts'
import { RefusedCall, takeClockAndChance } from './clock-and-chance.ts'
import type * as LevelledDatabase from './levelled-database.ts'
import { findReads, readRootPages } from './statement-program.ts'
import type { RootPages } from './statement-program.ts'

export type SqliteEngine = {
  /**
   * Synchronous, and without a deadline: SQL from outside belongs into a query process.
   *
   * @throws {Error} when the file is at fault and not the statement
   */
  run(sql: string, limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>): QueryOutcome
  /** What the database itself takes of this process's memory; 0 where it is a file. */
  readonly memoryBytes: number
  close(): void
}

/**
 * @param path - of a file that nobody writes to while it is open
 * @param levelledAs - other names for what it holds; absent: its own
 * @throws {Error} SQLite's own, when there is no such file or it is not a database
 */
export function openSqliteEngine(
  path: string,
  levelledAs?: LevelledDatabase.LevelledAs,
): SqliteEngine {
  let session = openSession(path, levelledAs)
  return {
    run(sql, limits) {
      const outcome = runGated(session, sql, limits)
      // Preparing has no effect that we know of, but what was no query gets no second chance.
      if (outcome.kind === 'refused' && outcome.reason === 'not_reading') {
        session.connection.close()
        session = openSession(path, levelledAs)
      }
      return outcome
    },
    get memoryBytes() {
      return session.memoryBytes
    },
    close: () => session.connection.close(),
  }
}

type Session = {
  readonly memoryBytes: number
  readonly connection: Database.Database
  readonly rootPages: RootPages
}

function openSession(path: string, levelledAs: LevelledDatabase.LevelledAs | undefined): Session {
  const bytes = levelledAs && loadLevelledDatabase().levelledBytes(path, levelledAs)
  const connection =
    bytes === undefined
      ? new Database(path, { readonly: true, fileMustExist: true })
      : new Database(bytes, { readonly: true })
  connection.pragma('query_only = ON')
  connection.pragma('temp_store = MEMORY')
  connection.pragma('cache_size = -2048')
  // Nobody writes to the file, so it is locked once, for reading, and not for each statement.
  connection.pragma('locking_mode = EXCLUSIVE')
  const rootPages = readRootPages(connection)
  takeClockAndChance(connection)
  return { connection, rootPages, memoryBytes: bytes?.length ?? 0 }
}

/** Only when it is needed: it would take a query process half as long again to start, and 10 MB. */
function loadLevelledDatabase() {
  const load = createRequire(import.meta.url)
  // Of the module that stands there.
  return load('./levelled-database.ts') as typeof LevelledDatabase
}

/** A statement that the gate has let through. */
type ReadableStatement = {
  readonly kind: 'readable'
  readonly statement: Database.Statement<[], Row>
  readonly columns: readonly string[]
  readonly tablesRead: readonly string[]
}

function runGated(
  session: Session,
  sql: string,
  limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>,
): QueryOutcome {
  try {
    const judged = judge(session, sql)
    if (judged.kind !== 'readable') return judged
    const bounded = readBoundedRows(judged.statement.iterate(), limits)
    if (bounded === null) return { kind: 'too_large' }
    const { columns, tablesRead } = judged
    const { isTruncated } = bounded
    const rows = bounded.rows.map(withPlainBytes)
    return { kind: 'table', table: { columns, rows, isTruncated }, tablesRead }
  } catch (error) {
    return outcomeOfError(error)
  }
}

/** @throws SQLite's complaint */
function judge({ connection, rootPages }: Session, sql: string): ReadableStatement | QueryOutcome {
  const text = judgeStatementText(sql)
  if (text.kind !== 'statement') return text
  const statement = prepareMended(connection, text.sql)
  // A read-only file is not enough: ATTACH and VACUUM INTO succeed on one.
  if (!statement.reader || !statement.readonly) return { kind: 'refused', reason: 'not_reading' }
  const reads = findReads(connection, rootPages, statement.source)
  if (reads.kind === 'refused') return reads
  return {
    kind: 'readable',
    statement: statement.raw().safeIntegers(),
    columns: statement.columns().map(({ name }) => name),
    tablesRead: reads.tables,
  }
}

/** How many different texts in double quotes a statement may hold: each costs a preparation. */
const MENDS_MAX = 50

function prepareMended(connection: Database.Database, sql: string): Database.Statement<[], Row> {
  let mendedSql = sql
  for (let mends = 0; ; mends += 1) {
    try {
      return connection.prepare(mendedSql)
    } catch (error) {
      const next = error instanceof Error ? withSingleQuotedLiteral(mendedSql, error.message) : null
      if (next === null || mends === MENDS_MAX) throw error
      mendedSql = next
    }
  }
}

/** Bytes as a plain `Uint8Array`, not as Node's own kind of it. */
function withPlainBytes(row: Row): Row {
  if (!row.some((cell) => Buffer.isBuffer(cell))) return row
  return row.map((cell) => (Buffer.isBuffer(cell) ? new Uint8Array(cell) : cell))
}

/** The file, the disk or another process is at fault. */
const FAULT_CODES = /^SQLITE_(?:BUSY|CANTOPEN|CORRUPT|IOERR|LOCKED|NOTADB|PERM|PROTOCOL)/

/** @throws what the statement cannot be blamed for */
function outcomeOfError(error: unknown): QueryOutcome {
  if (error instanceof RefusedCall) return { kind: 'refused', reason: error.reason }
  if (error instanceof RangeError || error instanceof TypeError) return outcomeOfUsage(error)
  if (!(error instanceof Database.SqliteError) || FAULT_CODES.test(error.code)) throw error
  if (/^SQLITE_(?:TOOBIG|NOMEM)/.test(error.code)) return { kind: 'too_large' }
  return { kind: 'failed', message: error.message }
}

/** What better-sqlite3 itself finds wrong with a statement has no code, so its words decide. */
function outcomeOfUsage(error: Error): QueryOutcome {
  if (error.message.includes('more than one statement')) {
    return { kind: 'refused', reason: 'many_statements' }
  }
  if (!/parameter/i.test(error.message)) throw error
  return { kind: 'failed', message: 'parameters have no values here: write the values themselves' }
}
