/** Makes a row refer to another row. */

import type { CellValue, Row } from '../sql/cell.ts'
import { isIntegerText } from './cell-keys.ts'
import type { Reference, TableShape } from './contents.ts'
import { withCell } from './draft.ts'

/**
 * The references of a table that can be changed by themselves: not those whose columns are also part
 * of a wider one, since what that refers to might then not be there.
 */
export function freeReferences({ references }: TableShape): Reference[] {
  return references.filter(
    ({ columns }) =>
      !references.some(
        (other) =>
          other.columns.length > columns.length &&
          columns.some((column) => other.columns.includes(column)),
      ),
  )
}

/** @returns the row as it is where its columns cannot hold what they would refer to */
export function withParent(row: Row, { columns, toColumns }: Reference, parent: Row): Row {
  const keys = toColumns.map((column) => parent[column] ?? null)
  if (keys.some((key, index) => !canStand(key, row[columns[index] ?? -1] ?? null))) return row
  return columns.reduce((changed, column, index) => {
    return withCell(changed, column, inFormOf(row[column] ?? null, keys[index] ?? null))
  }, row)
}

/** NULL refers to nothing; and a column of numbers would store the text '037' as 37. */
function canStand(key: CellValue, instead: CellValue): boolean {
  if (key === null) return false
  return typeof instead !== 'bigint' || typeof key !== 'string' || isIntegerText(key)
}

/** A key in the kind of the cell whose place it takes: a text of digits may refer to a number. */
function inFormOf(cell: CellValue, key: CellValue): CellValue {
  if (typeof cell === 'string' && typeof key === 'bigint') return String(key)
  return typeof cell === 'bigint' && typeof key === 'string' ? BigInt(key) : key
}
