/** The gate's connection, by SQLite in WebAssembly: to a database in memory. */

import type { CellValue, Row } from '../../../sql/cell.ts'
import { complaintOfCode } from '../../sqlite/sqlite-connection.ts'
import type {
  Complaint,
  SqliteConnection,
  SqliteStatement,
} from '../../sqlite/sqlite-connection.ts'
import { nameOfCode } from './result-codes.ts'
import { STEPS_BETWEEN_ASKING } from './sqlite-library.ts'
import type { SqliteLibrary } from './sqlite-library.ts'
import { bindValue, readRow } from './statement-values.ts'

export type WasmConnectionOptions = {
  /** The database; an empty one when absent. */
  readonly bytes?: Uint8Array
  readonly isReadOnly?: boolean
  /** Statements are stopped when the library's steps are used up; it says how many there were. */
  readonly stepsMax?: number
}

const OK = 0
const INTERRUPT = 9
const ROW = 100
const DONE = 101

/** Past it a text or blob is too large: Node's engine takes 512 MiB, and has a process for it. */
const VALUE_BYTES_MAX = 16 * 2 ** 20
/** This build has kinds of virtual tables that Node's has not, and queries are to fail on both. */
const KEPT_MODULES = ['json_each', 'json_tree', 'dbstat', 'fts5', 'fts5vocab', 'rtree', 'rtree_i32']

/** What SQLite failed with, on a connection. */
class WasmSqliteError extends Error {
  override readonly name = 'WasmSqliteError'
  readonly complaint: Complaint

  constructor(message: string, complaint: Complaint) {
    super(message)
    this.complaint = complaint
  }
}

/** @throws {Error} when the bytes are no database */
export function openWasmConnection(
  library: SqliteLibrary,
  { bytes, isReadOnly = false, stepsMax }: WasmConnectionOptions = {},
): SqliteConnection {
  const { sqlite, callbacks } = library
  const place = library.put(new Uint8Array(8))
  const connection = open()
  const functions: number[] = []
  const statements = new Set<number>()

  function withText<T>(text: string, use: (address: number) => T): T {
    const address = library.putText(text)
    try {
      return use(address)
    } finally {
      sqlite.sqlite3_free(address)
    }
  }

  function open(): number {
    const READ_WRITE_CREATE = 6
    const code = withText(':memory:', (name) => {
      return sqlite.sqlite3_open_v2(name, place, READ_WRITE_CREATE, 0)
    })
    const opened = library.addressAt(place)
    if (code !== OK) throw failure(code, opened)
    const LENGTH = 0
    sqlite.sqlite3_limit(opened, LENGTH, VALUE_BYTES_MAX)
    setDefensive(opened, true)
    dropModules(opened)
    if (bytes !== undefined) fill(opened, bytes)
    if (stepsMax !== undefined) {
      sqlite.sqlite3_progress_handler(opened, STEPS_BETWEEN_ASKING, callbacks.progress, 0)
    }
    return opened
  }

  /** As better-sqlite3 does: what virtual tables keep their data in is not to be written to. */
  function setDefensive(opened: number, isOn: boolean): void {
    const DEFENSIVE = 1010
    sqlite.sqlite3__wasm_db_config_ip(opened, DEFENSIVE, Number(isOn), 0)
  }

  function dropModules(opened: number): void {
    const names = KEPT_MODULES.map((name) => library.putText(name))
    const list = library.put(new Uint8Array(Uint32Array.from([...names, 0]).buffer))
    sqlite.sqlite3_drop_modules(opened, list)
    for (const address of [...names, list]) sqlite.sqlite3_free(address)
  }

  function fill(opened: number, content: Uint8Array): void {
    const FREE_ON_CLOSE = 1
    const flags = FREE_ON_CLOSE | (isReadOnly ? 4 : 2)
    const size = BigInt(content.length)
    const code = withText('main', (schema) => {
      return sqlite.sqlite3_deserialize(opened, schema, library.put(content), size, size, flags)
    })
    if (code !== OK) throw failure(code, opened)
  }

  function failure(code: number, of = connection): Error {
    const thrown = library.takeThrown()
    // As it was thrown: whoever threw it knows what it means.
    if (thrown !== undefined) return thrown.error as Error
    const message = library.cTextAt(sqlite.sqlite3_errmsg(of))
    if (code === INTERRUPT && stepsMax !== undefined) {
      return new WasmSqliteError(message, { kind: 'stopped', stepsMax })
    }
    const name = nameOfCode(sqlite.sqlite3_extended_errcode(of))
    return new WasmSqliteError(`${message} (${name})`, complaintOfCode(name, message))
  }

  function prepare(sql: string): SqliteStatement {
    const tailPlace = place + 4
    const [code, tail] = withText(sql, (text) => [
      sqlite.sqlite3_prepare_v3(connection, text, -1, 0, place, tailPlace),
      library.cTextAt(library.addressAt(tailPlace)),
    ])
    if (code !== OK) throw failure(code)
    const statement = library.addressAt(place)
    if (hasAnotherStatement(tail)) {
      sqlite.sqlite3_finalize(statement)
      throw new WasmSqliteError('more than one statement', { kind: 'many_statements' })
    }
    statements.add(statement)
    return toStatement(statement, sql)
  }

  function toStatement(statement: number, sql: string): SqliteStatement {
    const columnCount = sqlite.sqlite3_column_count(statement)
    return {
      sql,
      isReading: columnCount > 0 && sqlite.sqlite3_stmt_readonly(statement) !== 0,
      columns: () =>
        Array.from({ length: columnCount }, (_, index) => {
          return library.cTextAt(sqlite.sqlite3_column_name(statement, index))
        }),
      rows: (...values) => rowsOf(statement, columnCount, values),
      first(...values) {
        for (const row of rowsOf(statement, columnCount, values)) return row
        return undefined
      },
      run(...values) {
        for (const _ of rowsOf(statement, 0, values));
      },
    }
  }

  function* rowsOf(
    statement: number,
    columnCount: number,
    values: readonly CellValue[],
  ): Generator<Row> {
    if (sqlite.sqlite3_bind_parameter_count(statement) !== values.length) {
      throw new WasmSqliteError('parameters without values', { kind: 'no_values' })
    }
    values.forEach((value, index) => bindValue(library, statement, index + 1, value))
    try {
      let code = sqlite.sqlite3_step(statement)
      for (; code === ROW; code = sqlite.sqlite3_step(statement)) {
        yield readRow(library, statement, columnCount)
      }
      if (code !== DONE) throw failure(code)
    } finally {
      sqlite.sqlite3_reset(statement)
    }
  }

  /** Only ours: those of a virtual table are its own to end. */
  function releaseStatements(): void {
    statements.forEach((statement) => sqlite.sqlite3_finalize(statement))
    statements.clear()
  }

  return {
    prepare,
    execute(script) {
      const code = withText(script, (text) => sqlite.sqlite3_exec(connection, text, 0, 0, 0))
      if (code !== OK) throw failure(code)
    },
    define(name, argumentCount, isDeterministic, call) {
      const UTF8 = 1
      const DETERMINISTIC = 0x800
      const flags = isDeterministic ? UTF8 | DETERMINISTIC : UTF8
      const id = library.register(call)
      functions.push(id)
      const code = withText(name, (text) =>
        sqlite.sqlite3_create_function_v2(
          connection,
          text,
          argumentCount ?? -1,
          flags,
          id,
          callbacks.call,
          0,
          0,
          0,
        ),
      )
      if (code !== OK) throw failure(code)
    },
    serialize(schemaName = 'main') {
      const address = withText(schemaName, (name) => {
        return sqlite.sqlite3_serialize(connection, name, place, 0)
      })
      if (address === 0) throw new Error(`The database ${schemaName} cannot be copied`)
      const content = library.bytesAt(address, library.addressAt(place))
      sqlite.sqlite3_free(address)
      return content
    },
    openSchemaForWriting() {
      setDefensive(connection, false)
      this.execute('PRAGMA writable_schema = ON')
    },
    complaintOf: (error) => (error instanceof WasmSqliteError ? error.complaint : undefined),
    release: releaseStatements,
    prepareLocked(sql) {
      sqlite.sqlite3_set_authorizer(connection, callbacks.authorize, 0)
      try {
        return prepare(sql)
      } finally {
        sqlite.sqlite3_set_authorizer(connection, 0, 0)
      }
    },
    close() {
      releaseStatements()
      sqlite.sqlite3_close_v2(connection)
      functions.forEach((id) => library.unregister(id))
      sqlite.sqlite3_free(place)
    },
  }
}

/** As better-sqlite3 looks at what stands behind a statement. */
function hasAnotherStatement(tail: string): boolean {
  const idle = /[ ;\t-\r]+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y
  let end = 0
  while (end < tail.length && idle.test(tail)) end = idle.lastIndex
  return end < tail.length
}
