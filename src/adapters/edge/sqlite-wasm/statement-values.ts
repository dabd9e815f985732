/** Values on their way into a statement of SQLite in WebAssembly, and out of it. */

import type { CellValue, Row } from '../../../sql/cell.ts'
import type { SqliteLibrary } from './sqlite-library.ts'

/**
 * Of a row, no more is copied out of SQLite's memory: whoever reads rows under limits takes less
 * than that, and sees that there was more.
 */
const ROW_BYTES_MAX = 2 * 2 ** 20

/** @param index - from 1 */
export function bindValue(
  library: SqliteLibrary,
  statement: number,
  index: number,
  value: CellValue,
): void {
  const { sqlite } = library
  if (value === null) sqlite.sqlite3_bind_null(statement, index)
  else if (typeof value === 'bigint') sqlite.sqlite3_bind_int64(statement, index, value)
  else if (typeof value === 'number') sqlite.sqlite3_bind_double(statement, index, value)
  else {
    const COPIED = -1
    const isText = typeof value === 'string'
    const content = isText ? new TextEncoder().encode(value) : value
    const address = library.put(content.length === 0 ? new Uint8Array(1) : content)
    if (isText) sqlite.sqlite3_bind_text(statement, index, address, content.length, COPIED)
    else sqlite.sqlite3_bind_blob(statement, index, address, content.length, COPIED)
    sqlite.sqlite3_free(address)
  }
}

/** The row at which the statement stands. */
export function readRow(library: SqliteLibrary, statement: number, columnCount: number): Row {
  const { sqlite } = library
  let bytesLeft = ROW_BYTES_MAX
  const row: CellValue[] = []
  for (let index = 0; index < columnCount; index += 1) {
    switch (sqlite.sqlite3_column_type(statement, index)) {
      case 1:
        row.push(sqlite.sqlite3_column_int64(statement, index))
        break
      case 2:
        row.push(sqlite.sqlite3_column_double(statement, index))
        break
      case 3: {
        const address = sqlite.sqlite3_column_text(statement, index)
        const length = Math.min(sqlite.sqlite3_column_bytes(statement, index), bytesLeft)
        row.push(library.textAt(address, length))
        bytesLeft -= length
        break
      }
      case 4: {
        const address = sqlite.sqlite3_column_blob(statement, index)
        const length = Math.min(sqlite.sqlite3_column_bytes(statement, index), bytesLeft)
        row.push(library.bytesAt(address, length))
        bytesLeft -= length
        break
      }
      default:
        row.push(null)
    }
  }
  return row
}
