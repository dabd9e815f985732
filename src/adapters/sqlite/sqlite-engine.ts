/** Runs agent SQL on one SQLite database, behind the gate of `docs/sql-safety.md`. */

import { readBoundedRows } from '../../sql/bounded-rows.ts'
import type { Row } from '../../sql/cell.ts'
import { withSingleQuotedLiteral } from '../../sql/double-quoted-literals.ts'
import type { QueryLimits, QueryOutcome, ResultTable } from '../../sql/query.ts'
import { NO_VALUES_TEXT } from '../../sql/refusal-texts.ts'
import { judgeStatementText } from '../../sql/statement-text.ts'
import { RefusedCall, takeClockAndChance } from './clock-and-chance.ts'
import type { SqliteConnection, SqliteStatement } from './sqlite-connection.ts'
import { findReads, readRootPages } from './statement-program.ts'
import type { RootPages } from './statement-program.ts'

export type SqliteEngine = {
  /**
   * Synchronous, and without a deadline by the clock.
   *
   * @throws {Error} when the database is at fault and not the statement
   */
  run(sql: string, limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>): QueryOutcome
  /**
   * The same for a statement that gave a table on another database with the same schema: what it reads
   * is known, and is not looked for again.
   *
   * @returns undefined where it gives no table here
   * @throws {Error} when the database is at fault and not the statement
   */
  runAgain(sql: string, limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>): ResultTable | undefined
  /** What the database itself takes of this process's memory; 0 where it is a file. */
  readonly memoryBytes: number
  close(): void
}

export type OpenDatabase = {
  /** Read-only, of a database that nobody writes to while it is open. */
  readonly connection: SqliteConnection
  readonly memoryBytes: number
}

export type EngineSource = {
  /** @throws {Error} SQLite's own, when there is no such database */
  open(): OpenDatabase
  /** A connection without a database, on which dates are computed. */
  openScratch(): SqliteConnection
}

/** @throws {Error} what `source.open` throws */
export function createSqliteEngine(source: EngineSource): SqliteEngine {
  let session = openSession(source)
  return {
    run(sql, limits) {
      const outcome = runGated(session, sql, limits, findReads)
      // Preparing has no effect that we know of, but what was no query gets no second chance.
      if (outcome.kind === 'refused' && outcome.reason === 'not_reading') {
        session.connection.close()
        session = openSession(source)
      }
      return outcome
    },
    runAgain(sql, limits) {
      const outcome = runGated(session, sql, limits, knownReads)
      return outcome.kind === 'table' ? outcome.table : undefined
    },
    get memoryBytes() {
      return session.memoryBytes
    },
    close: () => session.connection.close(),
  }
}

type Session = OpenDatabase & { readonly rootPages: RootPages }

function openSession(source: EngineSource): Session {
  const { connection, memoryBytes } = source.open()
  connection.execute('PRAGMA query_only = ON; PRAGMA temp_store = MEMORY')
  const rootPages = readRootPages(connection)
  takeClockAndChance(connection, () => source.openScratch())
  return { connection, memoryBytes, rootPages }
}

/** A statement that the gate has let through. */
type ReadableStatement = {
  readonly kind: 'readable'
  readonly statement: SqliteStatement
  readonly tablesRead: readonly string[]
}

type FindReads = typeof findReads

const knownReads: FindReads = () => ({ kind: 'tables', tables: [] })

function runGated(
  session: Session,
  sql: string,
  limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>,
  readsOf: FindReads,
): QueryOutcome {
  try {
    const judged = judge(session, sql, readsOf)
    if (judged.kind !== 'readable') return judged
    const { statement, tablesRead } = judged
    const columns = statement.columns()
    const bounded = readBoundedRows(statement.rows(), limits)
    if (bounded === null) return { kind: 'too_large' }
    const { isTruncated } = bounded
    const rows = bounded.rows.map(withPlainBytes)
    return { kind: 'table', table: { columns, rows, isTruncated }, tablesRead }
  } catch (error) {
    return outcomeOfError(session.connection, error)
  } finally {
    session.connection.release()
  }
}

/** @throws SQLite's complaint */
function judge(
  { connection, rootPages }: Session,
  sql: string,
  readsOf: FindReads,
): ReadableStatement | QueryOutcome {
  const text = judgeStatementText(sql)
  if (text.kind !== 'statement') return text
  const statement = prepareMended(connection, text.sql)
  // A read-only database is not enough: ATTACH and VACUUM INTO succeed on one.
  if (!statement.isReading) return { kind: 'refused', reason: 'not_reading' }
  const reads = readsOf(connection, rootPages, statement.sql)
  if (reads.kind === 'refused') return reads
  const locked = connection.prepareLocked?.(statement.sql) ?? statement
  return { kind: 'readable', statement: locked, tablesRead: reads.tables }
}

/** How many different texts in double quotes a statement may hold: each costs a preparation. */
const MENDS_MAX = 50

function prepareMended(connection: SqliteConnection, sql: string): SqliteStatement {
  let mendedSql = sql
  for (let mends = 0; ; mends += 1) {
    try {
      return connection.prepare(mendedSql)
    } catch (error) {
      const complaint = connection.complaintOf(error)
      if (complaint?.kind !== 'failed' || mends === MENDS_MAX) throw error
      const next = withSingleQuotedLiteral(mendedSql, complaint.message)
      if (next === null) throw error
      mendedSql = next
    }
  }
}

/** Bytes as a plain `Uint8Array`, not as Node's own kind of it or a view of SQLite's memory. */
function withPlainBytes(row: Row): Row {
  if (!row.some((cell) => cell instanceof Uint8Array)) return row
  return row.map((cell) => (cell instanceof Uint8Array ? new Uint8Array(cell) : cell))
}

/** @throws what the statement cannot be blamed for */
function outcomeOfError(connection: SqliteConnection, error: unknown): QueryOutcome {
  if (error instanceof RefusedCall) return { kind: 'refused', reason: error.reason }
  const complaint = connection.complaintOf(error)
  switch (complaint?.kind) {
    case 'failed':
    case 'too_large':
      return complaint
    case 'many_statements':
      return { kind: 'refused', reason: 'many_statements' }
    case 'no_values':
      return { kind: 'failed', message: NO_VALUES_TEXT }
    case 'stopped':
      return { kind: 'timed_out', stepsMax: complaint.stepsMax }
    case 'fault':
    case undefined:
      throw error
  }
}
