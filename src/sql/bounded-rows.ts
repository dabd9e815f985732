/** Reads rows one by one under limits, never all at once. */

import type { CellValue, Row } from './cell.ts'
import type { QueryLimits } from './query.ts'

export type BoundedRows = {
  readonly rows: readonly Row[]
  /** True when there were more rows, or the next was one too large. */
  readonly isTruncated: boolean
}

/**
 * Takes rows until a limit is met, and one more to see whether there is one.
 *
 * @returns null when the very first row is larger than `bytesMax`
 */
export function readBoundedRows(
  source: Iterable<Row>,
  { rowsMax, bytesMax }: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>,
): BoundedRows | null {
  const rows: Row[] = []
  let bytesLeft = bytesMax
  for (const row of source) {
    if (rows.length === rowsMax) return { rows, isTruncated: true }
    for (const cell of row) bytesLeft -= cellBytes(cell, bytesLeft)
    if (bytesLeft < 0) return rows.length === 0 ? null : { rows, isTruncated: true }
    rows.push(row)
  }
  return { rows, isTruncated: false }
}

/** A number counts 8, a NULL 1, a text its UTF-8, or something larger than `bytesEnough`. */
function cellBytes(cell: CellValue, bytesEnough: number): number {
  if (cell === null) return 1
  if (typeof cell === 'string') return utf8Bytes(cell, bytesEnough)
  return typeof cell === 'object' ? cell.length : 8
}

function utf8Bytes(text: string, bytesEnough: number): number {
  if (text.length > bytesEnough) return text.length
  let bytes = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += 1
    // Two surrogates make a character of four bytes.
    else if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000)) bytes += 2
    else bytes += 3
  }
  return bytes
}
