/** When two cells of tables hold the same value. */

import type { CellValue } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import { normalizeText } from './normal-text.ts'

/** How far two REAL values may be apart, as a part of the larger magnitude. */
export const REAL_TOLERANCE = 1e-6

/**
 * Symmetric, but not transitive between REAL values. A number never equals a text, NULL only NULL,
 * an INTEGER only a REAL that is exactly it. No tolerance reaches zero: a REAL that is not zero
 * differs from it by the whole of its magnitude.
 */
export function sameCell(a: CellValue, b: CellValue): boolean {
  if (typeof a === 'number') return isNumber(b) && sameAsReal(a, b)
  if (typeof b === 'number') return isNumber(a) && sameAsReal(b, a)
  return exactKey(a) === exactKey(b)
}

/** The same text for two cells just when they are the same. REAL has none: see `sameReal`. */
export function exactKey(cell: Exclude<CellValue, number>): string {
  if (typeof cell === 'string') return `text ${normalizeText(cell)}`
  return formatCell(cell)
}

/** As `exactKey`, REAL too: two values within the tolerance may still be rounded apart. */
export function roundedKey(cell: CellValue): string {
  if (typeof cell !== 'number') return exactKey(cell)
  return Number.isInteger(cell) ? exactKey(BigInt(cell)) : cell.toPrecision(REAL_DIGITS)
}

/** The tolerance is a millionth. */
const REAL_DIGITS = 6

export function sameReal(a: number, b: number): boolean {
  // Infinity equals itself, and is within a millionth of itself from everything.
  if (a === b || !Number.isFinite(a) || !Number.isFinite(b)) return a === b
  return Math.abs(a - b) <= REAL_TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
}

function sameAsReal(real: number, other: number | bigint): boolean {
  if (typeof other === 'number') return sameReal(real, other)
  return Number.isInteger(real) && BigInt(real) === other
}

function isNumber(cell: CellValue): cell is number | bigint {
  return typeof cell === 'number' || typeof cell === 'bigint'
}
