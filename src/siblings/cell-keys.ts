/** Texts for cells, equal where SQLite takes the cells for equal. */

import type { CellValue, Row } from '../sql/cell.ts'

/** As a unique index compares: 1 and 1.0 are equal, 1 and '1' are not. */
export function cellKey(cell: CellValue): string {
  if (cell === null) return 'null'
  if (typeof cell === 'string') return `text ${cell}`
  if (typeof cell === 'bigint') return `number ${cell}`
  if (typeof cell === 'number') {
    return `number ${Number.isInteger(cell) ? BigInt(cell) : cell}`
  }
  return `blob ${cell.join(' ')}`
}

/** As a foreign key compares when its columns have different types: 1 and '1' are equal too. */
export function referenceKey(cell: CellValue): string {
  return typeof cell === 'string' && isIntegerText(cell) ? `number ${cell}` : cellKey(cell)
}

/** Without leading zeros: '037' is no number but a code. */
export function isIntegerText(text: string): boolean {
  return /^(?:0|-?[1-9]\d{0,14})$/.test(text)
}

/** @returns `undefined` where a cell is NULL: such a row is equal to none, and refers to none */
export function keyOf(
  row: Row,
  columns: readonly number[],
  toKey: (cell: CellValue) => string,
): string | undefined {
  const [first = -1] = columns
  if (columns.length === 1) {
    const cell = row[first] ?? null
    return cell === null ? undefined : toKey(cell)
  }
  const cells = columns.map((column) => row[column] ?? null)
  return cells.includes(null) ? undefined : cells.map(toKey).join('\0')
}
