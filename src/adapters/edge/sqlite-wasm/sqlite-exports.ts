/** What we call of SQLite's WebAssembly build. An address is a number, as is every handle. */

type Address = number
type Code = number

export type SqliteExports = {
  readonly __indirect_function_table: WebAssembly.Table
  readonly __wasm_call_ctors: () => void
  sqlite3_initialize(): Code
  sqlite3_libversion(): Address
  sqlite3_malloc64(bytes: bigint): Address
  sqlite3_free(address: Address): void

  sqlite3_open_v2(name: Address, place: Address, flags: number, vfs: Address): Code
  sqlite3_close_v2(connection: Address): Code
  sqlite3_limit(connection: Address, limit: number, value: number): number
  sqlite3_drop_modules(connection: Address, kept: Address): Code
  /** `sqlite3_db_config` for the options that take a number and a place. */
  sqlite3__wasm_db_config_ip(
    connection: Address,
    option: number,
    value: number,
    place: Address,
  ): Code
  sqlite3_exec(connection: Address, sql: Address, call: Address, data: Address, e: Address): Code
  sqlite3_errmsg(connection: Address): Address
  sqlite3_extended_errcode(connection: Address): Code
  sqlite3_deserialize(
    connection: Address,
    schema: Address,
    bytes: Address,
    size: bigint,
    capacity: bigint,
    flags: number,
  ): Code
  sqlite3_serialize(
    connection: Address,
    schema: Address,
    sizePlace: Address,
    flags: number,
  ): Address
  sqlite3_set_authorizer(connection: Address, call: Address, data: Address): Code
  sqlite3_progress_handler(connection: Address, steps: number, call: Address, data: Address): void
  sqlite3_create_function_v2(
    connection: Address,
    name: Address,
    argumentCount: number,
    flags: number,
    data: number,
    call: Address,
    step: Address,
    final: Address,
    destroy: Address,
  ): Code

  sqlite3_prepare_v3(
    connection: Address,
    sql: Address,
    bytes: number,
    flags: number,
    place: Address,
    tailPlace: Address,
  ): Code
  sqlite3_finalize(statement: Address): Code
  sqlite3_reset(statement: Address): Code
  sqlite3_step(statement: Address): Code
  sqlite3_stmt_readonly(statement: Address): number
  sqlite3_bind_parameter_count(statement: Address): number
  sqlite3_bind_null(statement: Address, index: number): Code
  sqlite3_bind_int64(statement: Address, index: number, value: bigint): Code
  sqlite3_bind_double(statement: Address, index: number, value: number): Code
  sqlite3_bind_text(
    statement: Address,
    index: number,
    text: Address,
    bytes: number,
    destroy: number,
  ): Code
  sqlite3_bind_blob(
    statement: Address,
    index: number,
    blob: Address,
    bytes: number,
    destroy: number,
  ): Code
  sqlite3_column_count(statement: Address): number
  sqlite3_column_name(statement: Address, index: number): Address
  sqlite3_column_type(statement: Address, index: number): number
  sqlite3_column_int64(statement: Address, index: number): bigint
  sqlite3_column_double(statement: Address, index: number): number
  sqlite3_column_text(statement: Address, index: number): Address
  sqlite3_column_blob(statement: Address, index: number): Address
  sqlite3_column_bytes(statement: Address, index: number): number

  sqlite3_user_data(context: Address): number
  sqlite3_value_type(value: Address): number
  sqlite3_value_int64(value: Address): bigint
  sqlite3_value_double(value: Address): number
  sqlite3_value_text(value: Address): Address
  sqlite3_value_blob(value: Address): Address
  sqlite3_value_bytes(value: Address): number
  sqlite3_result_null(context: Address): void
  sqlite3_result_int64(context: Address, value: bigint): void
  sqlite3_result_double(context: Address, value: number): void
  sqlite3_result_text(context: Address, text: Address, bytes: number, destroy: number): void
  sqlite3_result_blob(context: Address, blob: Address, bytes: number, destroy: number): void
  sqlite3_result_error(context: Address, text: Address, bytes: number): void
  sqlite3_result_error_code(context: Address, code: Code): void
}
