/** The values that a query's author wrote down, which therefore prove nothing about the data. */

import type { CellValue } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import { meaningfulTokens } from '../sql/tokens.ts'
import { normalizeText } from '../verify/normal-text.ts'
import { sameCell } from '../verify/same-cell.ts'
import { lowerBound } from './sorted-numbers.ts'

/** Answers whether a cell of the result equals a literal of the query. */
export type LiteralTest = (cell: CellValue) => boolean

/**
 * Reads the literals of `sql`, quoted names included, since a name in double quotes may be a text.
 * A number and its text are one literal here, and the sign is disregarded, so that neither
 * `'42' + 0` nor `-(-42)` makes a literal look like data.
 */
export function literalsOf(sql: string): LiteralTest {
  const texts = new Set<string>()
  const numbers: number[] = []
  for (const { kind, text } of meaningfulTokens(sql)) {
    if (kind === 'string' || kind === 'quoted_name') texts.add(normalizeText(unquoted(text)))
    if (kind === 'string' || kind === 'number') numbers.push(...numberIn(unquoted(text)))
  }
  if (texts.size === 0 && numbers.length === 0) return () => false
  numbers.sort((a, b) => a - b)
  return (cell) => {
    if (typeof cell === 'bigint') return isAmong(numbers, Math.abs(Number(cell)))
    if (typeof cell === 'number') return isAmong(numbers, Math.abs(cell))
    if (cell === null) return false
    const text = typeof cell === 'string' ? cell : formatCell(cell)
    if (texts.has(normalizeText(text))) return true
    const [number] = numbers.length === 0 ? [] : numberIn(text)
    return number !== undefined && isAmong(numbers, number)
  }
}

function unquoted(text: string): string {
  const quote = text[0] ?? ''
  return `'"\``.includes(quote)
    ? text.slice(1, -1).replaceAll(quote + quote, quote)
    : text.replace(/^\[(.*)\]$/s, '$1')
}

/** The number without its sign, or nothing. */
function numberIn(text: string): number[] {
  // A text that could be a number begins with a digit, a sign or a point.
  if (!/^\s*[\d.+-]/.test(text)) return []
  const number = Number(text.replaceAll('_', ''))
  return Number.isFinite(number) ? [Math.abs(number)] : []
}

/** Looks at the two neighbours of `wanted` only: equality holds within a tolerance. */
function isAmong(sorted: readonly number[], wanted: number): boolean {
  const index = lowerBound(sorted, wanted)
  return [sorted[index - 1], sorted[index]].some(
    (neighbour) => neighbour !== undefined && sameCell(neighbour, wanted),
  )
}
