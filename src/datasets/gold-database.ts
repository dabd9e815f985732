/** One database as the data build sees it: golds run as an agent's SQL does, and are put to the test. */

import Database from 'better-sqlite3'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { mersenne } from 'pure-rand/generator/mersenne'

import { openScratch, toSqliteConnection } from '../adapters/node/sqlite/better-connection.ts'
import { openSqliteEngine } from '../adapters/node/sqlite/sqlite-engine.ts'
import { takeClockAndChance } from '../adapters/sqlite/clock-and-chance.ts'
import type { CellValue, Row } from '../sql/cell.ts'
import { withSingleQuotedLiteral } from '../sql/double-quoted-literals.ts'
import type { QueryOutcome } from '../sql/query.ts'
import { quoteName } from '../sql/schema.ts'
import { TIE_KEY } from './tie-key.ts'

/** A gold answer is kept whole up to here; the longest of Spider's has 10,507 rows. */
export const GOLD_ROWS_MAX = 100_000
export const GOLD_BYTES_MAX = 64 * 1024 * 1024

/** Statements that are kept prepared. */
const STATEMENTS_MAX = 50

export type TableFacts = {
  readonly name: string
  readonly rowCount: bigint
  /** What SAMPLE shows first; `undefined` where the table is empty. */
  readonly firstCell: CellValue | undefined
}

export type GoldDatabase = Disposable & {
  /** Without SQLite's own tables. */
  readonly tables: readonly TableFacts[]
  /** Exactly what an agent's QUERY would get, but up to `GOLD_ROWS_MAX` rows. */
  run(sql: string, rowsMax?: number): QueryOutcome
  /** Rows without the gate, for SQL that has passed it; `undefined` when it does not run. */
  read(sql: string): readonly Row[] | undefined
  /** The SQL with its double-quoted literals as this SQLite wants them. */
  mend(sql: string): string
  /**
   * Rows of SQL that may call `TIE_KEY`; `undefined` when it does not run.
   * @param seed - its negative gives the negative of each key: rows that tie come the other way round
   */
  runWithKey(sql: string, seed: number): readonly Row[] | undefined
  /** Rows as they come when unordered scans run backwards; `undefined` when it does not run. */
  runReversed(sql: string): readonly Row[] | undefined
}

/** @throws {Error} SQLite's own, when the file is no database or a damaged one */
export function openGoldDatabase(path: string): GoldDatabase {
  const engine = openSqliteEngine(path)
  const connection = new Database(path, { readonly: true, fileMustExist: true })
  let generator = mersenne(0)
  let sign = 1
  takeClockAndChance(toSqliteConnection(connection), openScratch)
  connection.function(
    TIE_KEY,
    { deterministic: false },
    () => sign * uniformInt(generator, 0, 2 ** 31),
  )

  const statements = new Map<string, Database.Statement<[], Row>>()

  /** Gold runs many times, and often takes longer to prepare than to run. */
  function prepare(sql: string): Database.Statement<[], Row> {
    const statement = statements.get(sql) ?? connection.prepare<[], Row>(sql).raw().safeIntegers()
    if (statements.size >= STATEMENTS_MAX) statements.clear()
    statements.set(sql, statement)
    return statement
  }

  function rowsOf(sql: string): readonly Row[] | undefined {
    try {
      const rows: Row[] = []
      for (const row of prepare(sql).iterate()) {
        // As many as `run` gives: SQL of unknown origin may have no end.
        if (rows.length === GOLD_ROWS_MAX) break
        rows.push(row)
      }
      return rows
    } catch (error) {
      if (error instanceof Database.SqliteError) return undefined
      throw error
    }
  }

  return {
    tables: readTables(connection),
    run: (sql, rowsMax = GOLD_ROWS_MAX) => engine.run(sql, { rowsMax, bytesMax: GOLD_BYTES_MAX }),
    read: rowsOf,
    mend: (sql) => mend(connection, sql),
    runWithKey(sql, seed) {
      // The first numbers of neighbouring seeds are alike with faster generators, and ties have two rows.
      generator = mersenne(Math.abs(seed))
      sign = Math.sign(seed)
      return rowsOf(sql)
    },
    runReversed(sql) {
      connection.pragma('reverse_unordered_selects = ON')
      try {
        return rowsOf(sql)
      } finally {
        connection.pragma('reverse_unordered_selects = OFF')
      }
    },
    [Symbol.dispose]() {
      connection.close()
      engine.close()
    },
  }
}

function readTables(connection: Database.Database): TableFacts[] {
  const integrity: unknown = connection.pragma('quick_check(1)', { simple: true })
  if (integrity !== 'ok') throw new Error(`damaged: ${String(integrity).replaceAll('\n', ' ')}`)
  const names = connection
    .prepare<[], string>(
      String.raw`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`,
    )
    .pluck()
    .all()
  return names.map((name) => {
    const table = quoteName(name)
    const count = connection.prepare<[], bigint>(`SELECT count(*) FROM ${table}`)
    const first = connection.prepare<[], CellValue>(`SELECT * FROM ${table} LIMIT 1`)
    return {
      name,
      rowCount: count.pluck().safeIntegers().get() ?? 0n,
      firstCell: first.pluck().safeIntegers().get(),
    }
  })
}

function mend(connection: Database.Database, sql: string): string {
  let mended = sql
  for (;;) {
    try {
      connection.prepare(mended)
      return mended
    } catch (error) {
      const next = error instanceof Error ? withSingleQuotedLiteral(mended, error.message) : null
      if (next === null) return mended
      mended = next
    }
  }
}
