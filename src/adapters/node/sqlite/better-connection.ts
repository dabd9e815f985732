/** The gate's connection, by better-sqlite3. */

import Database from 'better-sqlite3'

import type { CellValue, Row } from '../../../sql/cell.ts'
import { complaintOfCode } from '../../sqlite/sqlite-connection.ts'
import type {
  Complaint,
  SqliteConnection,
  SqliteFunction,
  SqliteStatement,
} from '../../sqlite/sqlite-connection.ts'

/** A connection without a database, in memory. */
export const openScratch = (): SqliteConnection => toSqliteConnection(new Database(':memory:'))

export function toSqliteConnection(connection: Database.Database): SqliteConnection {
  return {
    prepare: (sql) => toStatement(connection.prepare(sql)),
    execute: (script) => void connection.exec(script),
    define(name, argumentCount, isDeterministic, call) {
      const options = {
        deterministic: isDeterministic,
        safeIntegers: true,
        varargs: argumentCount === null,
      }
      connection.function(name, options, withLength(call, argumentCount ?? 0))
    },
    serialize: (schemaName = 'main') => connection.serialize({ attached: schemaName }),
    openSchemaForWriting() {
      connection.unsafeMode(true)
      connection.pragma('writable_schema = ON')
    },
    complaintOf,
    // The garbage collector does.
    release: () => undefined,
    close: () => void connection.close(),
  }
}

function toStatement(statement: Database.Statement<unknown[], Row>): SqliteStatement {
  const { reader } = statement
  if (reader) statement.raw().safeIntegers()
  return {
    sql: statement.source,
    isReading: reader && statement.readonly,
    columns: () => statement.columns().map(({ name }) => name),
    rows: (...values) => statement.iterate(...values),
    first: (...values) => statement.get(...values),
    run: (...values) => void statement.run(...values),
  }
}

/** By which better-sqlite3 knows how many arguments a function has. */
function withLength(call: SqliteFunction, length: number): SqliteFunction {
  const named = (...values: CellValue[]) => call(...values)
  return Object.defineProperty(named, 'length', { value: length })
}

function complaintOf(error: unknown): Complaint | undefined {
  if (error instanceof Database.SqliteError) return complaintOfCode(error.code, error.message)
  if (!(error instanceof RangeError || error instanceof TypeError)) return undefined
  // What better-sqlite3 itself finds wrong with a statement has no code, so its words decide.
  if (error.message.includes('more than one statement')) return { kind: 'many_statements' }
  return /parameter/i.test(error.message) ? { kind: 'no_values' } : undefined
}
