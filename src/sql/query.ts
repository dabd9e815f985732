/** The port through which SQL reaches a database, and everything that can come of it. */

import type { Row } from './cell.ts'

export type ResultTable = {
  /** As the query names them; the same name may occur twice. */
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** True when the query had more rows than the limits allow: `rows` is then its beginning. */
  readonly isTruncated: boolean
}

export type QueryLimits = {
  /** Rows read at most; 1 or more. */
  readonly rowsMax: number
  /** Bytes of cells read at most. A first row that is larger than this is `too_large`. */
  readonly bytesMax: number
  /** From the start of execution, not of waiting. */
  readonly deadlineMs: number
  /** Where no clock runs during a query: of the steps that one may take, this share; absent: all. */
  readonly stepsShare?: number
}

/** Why a statement was not let through. `docs/sql-safety.md` says why for each. */
export type RefusalReason =
  | 'empty'
  | 'pragma'
  | 'explain'
  | 'many_statements'
  | 'not_reading'
  | 'schema_table'
  | 'table_function'
  | 'clock'
  | 'chance'

export type QueryOutcome =
  | {
      readonly kind: 'table'
      readonly table: ResultTable
      /** The tables that the engine's own program opens, in the catalogue's spelling, sorted. */
      readonly tablesRead: readonly string[]
      /** What it gives on the sibling; absent where none was named, or it fails or is slow. */
      readonly siblingTable?: ResultTable
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** SQLite's own message, which names columns and tables but never a path. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'timed_out'; readonly deadlineMs: number }
  /** Where no clock runs during a query: how many steps of SQLite's machine it may take. */
  | { readonly kind: 'timed_out'; readonly stepsMax: number }
  /** A row, a value or the memory it takes is past the limits. */
  | { readonly kind: 'too_large' }

/**
 * Runs agent SQL on a database that it cannot change, with nothing left behind for the next query.
 * Rejects only when the fault is ours: the episode is then unchanged and nothing is scored.
 */
export type QueryRunner = {
  /**
   * @param databaseKey - an id, of a sibling too, or either at a level: see schema-names/database-key.ts
   * @param turn - whose query it is: where queries wait, those of different turns take turns, however
   *   many each has. Absent: a turn of its own.
   * @param siblingKey - a database on which a statement that gave a table is run as well, in the same
   *   go and under the same deadline
   */
  run(
    databaseKey: string,
    sql: string,
    limits: QueryLimits,
    turn?: object,
    siblingKey?: string,
  ): Promise<QueryOutcome>
}
