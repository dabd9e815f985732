/** Recognises actions and rows that were seen before without keeping them. */

import type { Row } from '../sql/cell.ts'
import { roundedKey } from '../verify/same-cell.ts'

/**
 * The same for rows that the verifier takes for the same, in any order: text in another case, 37.0
 * for 37, a sum that differs in its last digits. 53 bits: that two results of an episode meet by
 * chance is less likely than 1 in 10^11, and would cost one novelty term.
 */
export function fingerprintOfRows(rows: readonly Row[]): string {
  const lines = rows.map((row) => JSON.stringify(row.map(roundedKey))).sort()
  return fingerprintOfText(lines.join('\n'))
}

export function fingerprintOfText(text: string): string {
  return hash53(text).toString(36)
}

/** Two 32-bit multiplicative hashes, mixed into each other at the end. */
function hash53(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 0x9e3779b1)
    low = Math.imul(low ^ unit, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0)
}
