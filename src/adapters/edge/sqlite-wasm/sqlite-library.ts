/** SQLite's official WebAssembly build, in a memory of its own, with what it needs of the world: nothing. */

import type { CellValue } from '../../../sql/cell.ts'
import { SqlFunctionError } from '../../sqlite/sqlite-connection.ts'
import type { SqliteFunction } from '../../sqlite/sqlite-connection.ts'
import type { CallbackName } from './callback-module.ts'
import type { SqliteExports } from './sqlite-exports.ts'

export type SqliteModules = {
  /** `@sqlite.org/sqlite-wasm/sqlite3.wasm` */
  readonly sqlite: WebAssembly.Module
  /** What `callbackModuleBytes` gives. */
  readonly callbacks: WebAssembly.Module
}

export type SqliteLibrary = {
  readonly sqlite: SqliteExports
  /** Where SQLite finds the functions by which it calls us. */
  readonly callbacks: Readonly<Record<CallbackName, number>>
  /** What the memory has grown to; it never shrinks. */
  memoryBytes(): number
  /** Copies `bytes` into SQLite's memory; `sqlite3_free` gives it back. */
  put(bytes: Uint8Array): number
  /** The same for a text, with a NUL behind it. */
  putText(text: string): number
  /** A copy of so many bytes. */
  bytesAt(address: number, length: number): Uint8Array
  textAt(address: number, length: number): string
  /** A text that ends with a NUL; empty where there is none. */
  cTextAt(address: number): string
  addressAt(address: number): number
  /** @returns the number under which SQL finds the function */
  register(call: SqliteFunction): number
  unregister(id: number): void
  /** What one of our functions has thrown since this was asked last. */
  takeThrown(): { readonly error: unknown } | undefined
  /** Steps of SQLite's machine that statements may take from here on. */
  allowSteps(steps: number): void
  /** Negative when a statement was stopped. */
  stepsLeft(): number
}

/** SQLite's heap is at its limit. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError'
}

const PAGE = 65_536
/** As the build declares it. */
const INITIAL_PAGES = 128
/** What SQLite's heap may not grow to, the program itself and its stack take. */
const PROGRAM_BYTES = 4 * 2 ** 20

/** How often SQLite asks whether to stop, in steps of its machine. */
export const STEPS_BETWEEN_ASKING = 1000

/** SQLite's codes of what it is about to do, and our answers. */
const READ = 20
const ALLOWED_ACTIONS: ReadonlySet<number> = new Set([READ, 21 /* SELECT */, 31 /* FUNCTION */, 33])
const OK = 0
const DENY = 1

/** @param heapBytesMax - that SQLite may take, databases included; past it statements fail */
export function openSqliteLibrary(modules: SqliteModules, heapBytesMax: number): SqliteLibrary {
  const pagesMax = Math.max(INITIAL_PAGES, Math.ceil((heapBytesMax + PROGRAM_BYTES) / PAGE))
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: pagesMax })
  const instance = new WebAssembly.Instance(modules.sqlite, worldFor(modules.sqlite, memory))
  // The module is the one that `SqliteExports` describes.
  const sqlite = instance.exports as unknown as SqliteExports
  const { __wasm_call_ctors: construct } = sqlite
  construct()
  if (sqlite.sqlite3_initialize() !== OK) throw new Error('SQLite could not be initialised')

  let heap = new Uint8Array(memory.buffer)
  const bytes = (): Uint8Array => {
    // The old view is empty once the memory has grown.
    if (heap.length === 0) heap = new Uint8Array(memory.buffer)
    return heap
  }
  const functions = new Map<number, SqliteFunction>()
  let functionCount = 0
  let thrown: { readonly error: unknown } | undefined
  let stepsLeft = Number.MAX_SAFE_INTEGER

  function put(content: Uint8Array, extra = 0): number {
    const address = sqlite.sqlite3_malloc64(BigInt(content.length + extra))
    if (address === 0) throw new NoRoomError(`SQLite has no room for ${content.length} bytes`)
    bytes().set(content, address)
    bytes().fill(0, address + content.length, address + content.length + extra)
    return address
  }

  function cTextAt(address: number): string {
    return address === 0 ? '' : textAt(address, bytes().indexOf(0, address) - address)
  }

  function textAt(address: number, length: number): string {
    return UTF8.decode(bytes().subarray(address, address + length))
  }

  function call(context: number, count: number, values: number): void {
    try {
      const called = functions.get(sqlite.sqlite3_user_data(context))
      if (called === undefined) throw new RangeError('SQLite called a function that is not there')
      const view = new DataView(memory.buffer)
      const given = Array.from({ length: count }, (_, index) =>
        valueAt(view.getUint32(values + 4 * index, true)),
      )
      giveResult(context, called(...given))
    } catch (error) {
      if (error instanceof SqlFunctionError) {
        const message = put(UTF8_BYTES.encode(error.message))
        sqlite.sqlite3_result_error(context, message, error.message.length)
        sqlite.sqlite3_free(message)
      } else {
        thrown = { error }
        sqlite.sqlite3_result_error_code(context, 1)
      }
    }
  }

  function valueAt(value: number): CellValue {
    switch (sqlite.sqlite3_value_type(value)) {
      case 1:
        return sqlite.sqlite3_value_int64(value)
      case 2:
        return sqlite.sqlite3_value_double(value)
      case 3: {
        const address = sqlite.sqlite3_value_text(value)
        return textAt(address, sqlite.sqlite3_value_bytes(value))
      }
      case 4: {
        const address = sqlite.sqlite3_value_blob(value)
        return library.bytesAt(address, sqlite.sqlite3_value_bytes(value))
      }
      default:
        return null
    }
  }

  function giveResult(context: number, value: CellValue): void {
    if (value === null) sqlite.sqlite3_result_null(context)
    else if (typeof value === 'bigint') sqlite.sqlite3_result_int64(context, value)
    else if (typeof value === 'number') sqlite.sqlite3_result_double(context, value)
    else {
      const content = typeof value === 'string' ? UTF8_BYTES.encode(value) : value
      const address = put(content, 1)
      const COPIED = -1
      if (typeof value === 'string') {
        sqlite.sqlite3_result_text(context, address, content.length, COPIED)
      } else sqlite.sqlite3_result_blob(context, address, content.length, COPIED)
      sqlite.sqlite3_free(address)
    }
  }

  const callbacks = install(sqlite, modules.callbacks, {
    call,
    authorize(_data, action, table) {
      if (!ALLOWED_ACTIONS.has(action)) return DENY
      return action === READ && /^(?:sqlite|pragma)_/i.test(cTextAt(table)) ? DENY : OK
    },
    progress() {
      stepsLeft -= STEPS_BETWEEN_ASKING
      return stepsLeft < 0 ? 1 : 0
    },
  })

  const library: SqliteLibrary = {
    sqlite,
    callbacks,
    memoryBytes: () => memory.buffer.byteLength,
    put,
    putText: (text) => put(UTF8_BYTES.encode(text), 1),
    bytesAt: (address, length) => bytes().slice(address, address + length),
    textAt,
    cTextAt,
    addressAt: (address) => new DataView(memory.buffer).getUint32(address, true),
    register(added) {
      functionCount += 1
      functions.set(functionCount, added)
      return functionCount
    },
    unregister: (id) => void functions.delete(id),
    takeThrown() {
      const taken = thrown
      thrown = undefined
      return taken
    },
    allowSteps(steps) {
      stepsLeft = steps
    },
    stepsLeft: () => stepsLeft,
  }
  limitHeap(library, heapBytesMax)
  return library
}

/** Of the SQLite that is in the module. */
export function sqliteVersionOf(modules: SqliteModules): string {
  const library = openSqliteLibrary(modules, 0)
  return library.cTextAt(library.sqlite.sqlite3_libversion())
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })
const UTF8_BYTES = new TextEncoder()

/** Every call to an operating system fails, since there is none: databases are in memory only. */
function worldFor(module: WebAssembly.Module, memory: WebAssembly.Memory): WebAssembly.Imports {
  const NOT_SUPPORTED = -52
  const env: WebAssembly.ModuleImports = { memory }
  const wasi: WebAssembly.ModuleImports = {}
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== 'function') continue
    if (from === 'env') env[name] = () => NOT_SUPPORTED
    else wasi[name] = () => -NOT_SUPPORTED
  }
  // No clock either: what would ask for one is refused before it does.
  env['emscripten_date_now'] = () => 0
  env['emscripten_get_now'] = () => 0
  env['emscripten_resize_heap'] = (bytes: number) => {
    try {
      memory.grow(Math.ceil(((bytes >>> 0) - memory.buffer.byteLength) / PAGE))
      return 1
    } catch {
      return 0
    }
  }
  return { env, wasi_snapshot_preview1: wasi }
}

function install(
  { __indirect_function_table: table }: SqliteExports,
  module: WebAssembly.Module,
  functions: Readonly<Record<CallbackName, (...values: number[]) => number | void>>,
): Record<CallbackName, number> {
  const { exports } = new WebAssembly.Instance(module, { js: functions })
  const place = (name: CallbackName): number => {
    const address = table.grow(1)
    table.set(address, exports[name])
    return address
  }
  return { call: place('call'), authorize: place('authorize'), progress: place('progress') }
}

/** One limit for all connections: there is no other way to set it than by one of them. */
function limitHeap(library: SqliteLibrary, bytesMax: number): void {
  const { sqlite } = library
  const name = library.putText(':memory:')
  const place = library.put(new Uint8Array(4))
  const READ_WRITE_CREATE = 6
  sqlite.sqlite3_open_v2(name, place, READ_WRITE_CREATE, 0)
  const connection = library.addressAt(place)
  const pragma = library.putText(`PRAGMA hard_heap_limit = ${bytesMax}`)
  sqlite.sqlite3_exec(connection, pragma, 0, 0, 0)
  sqlite.sqlite3_close_v2(connection)
  for (const address of [name, place, pragma]) sqlite.sqlite3_free(address)
}
