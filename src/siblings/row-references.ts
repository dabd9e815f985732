/** Makes a row refer to another row. */

import type { CellValue, Row } from '../sql/cell.ts'
import type { Reference } from './contents.ts'
import { withCell } from './draft.ts'

/** @returns the row as it is where the parent has a NULL in what is referred to */
export function withParent(row: Row, { columns, toColumns }: Reference, parent: Row): Row {
  const keys = toColumns.map((column) => parent[column] ?? null)
  if (keys.includes(null)) return row
  return columns.reduce((changed, column, index) => {
    return withCell(changed, column, inFormOf(row[column] ?? null, keys[index] ?? null))
  }, row)
}

/** A key in the kind of the cell whose place it takes: a text of digits may refer to a number. */
function inFormOf(cell: CellValue, key: CellValue): CellValue {
  if (typeof cell === 'string' && typeof key === 'bigint') return String(key)
  const isNumber = typeof key === 'string' && /^(?:0|-?[1-9]\d{0,14})$/.test(key)
  return typeof cell === 'bigint' && isNumber ? BigInt(key) : key
}
