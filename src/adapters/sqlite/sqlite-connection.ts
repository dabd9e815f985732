/** What the gate needs of a SQLite library, whichever it is and however it is bound. */

import type { CellValue, Row } from '../../sql/cell.ts'

export type SqliteConnection = {
  /**
   * Compiles one statement without running it.
   * @throws what `complaintOf` understands
   */
  prepare(sql: string): SqliteStatement
  /** Runs statements that are ours, all in a row. */
  execute(script: string): void
  /**
   * Puts a function of ours in the place of SQLite's. What it throws comes out of the statement that
   * called it as it is, unless it is a `SqlFunctionError`.
   * @param argumentCount - null where it takes any number
   */
  define(
    name: string,
    argumentCount: number | null,
    isDeterministic: boolean,
    call: SqliteFunction,
  ): void
  /** The file that an attached database would be; the main one's when no name is given. */
  serialize(schemaName?: string): Uint8Array
  /** Lets statements of ours write to `sqlite_schema`. */
  openSchemaForWriting(): void
  /** @returns undefined when the error does not come from SQLite or its binding */
  complaintOf(error: unknown): Complaint | undefined
  /** Gives back what statements hold; none of them is used again. */
  release(): void
  /**
   * The same statement, compiled while SQLite itself allows it to read tables and to do nothing else:
   * a second lock. Absent where the library has none.
   */
  prepareLocked?(sql: string): SqliteStatement
  close(): void
}

export type SqliteFunction = (...values: CellValue[]) => CellValue

/** Thrown by a function of ours: its message is what SQLite then says. */
export class SqlFunctionError extends Error {
  override readonly name = 'SqlFunctionError'
}

export type SqliteStatement = {
  readonly sql: string
  /** It returns rows and writes nothing. */
  readonly isReading: boolean
  columns(): readonly string[]
  /** Steps from row to row, as whoever takes them wants. */
  rows(...values: readonly CellValue[]): Iterable<Row>
  first(...values: readonly CellValue[]): Row | undefined
  /** For a statement that returns no rows. */
  run(...values: readonly CellValue[]): void
}

/** Why a statement of an agent could not be prepared, or not be run to its end. */
export type Complaint =
  /** SQLite's own words about the statement. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'many_statements' }
  /** It has parameters, and nobody gave them values. */
  | { readonly kind: 'no_values' }
  /** It was stopped after so many steps of SQLite's machine. */
  | { readonly kind: 'stopped'; readonly stepsMax: number }
  /** The file, the disk or another process is at fault, or the gate let through what it must not. */
  | { readonly kind: 'fault' }

const FAULTS = /^SQLITE_(?:BUSY|CANTOPEN|CORRUPT|IOERR|LOCKED|NOTADB|PERM|PROTOCOL|AUTH)/

/** @param code - SQLite's name for it: `SQLITE_ERROR` */
export function complaintOfCode(code: string, message: string): Complaint {
  if (FAULTS.test(code)) return { kind: 'fault' }
  if (/^SQLITE_(?:TOOBIG|NOMEM)/.test(code)) return { kind: 'too_large' }
  return { kind: 'failed', message }
}
