/** Measured numbers as people read them: three digits that count, and no more. */

import type { Spread } from './statistics.ts'

/** `1,234`, `12.3`, `0.012`, and a count as it is: `64`. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return 'none'
  if (Math.abs(value) >= 100 || Number.isInteger(value))
    return Math.round(value).toLocaleString('en-US')
  if (Math.abs(value) >= 10) return value.toFixed(1)
  return value >= 0.1 ? value.toFixed(2) : value.toPrecision(2)
}

/** `12.3 (11.9–13.0)`: the median, and from the least to the most. */
export function spreadText({ median, min, max }: Spread): string {
  const [low, middle, high] = [min, median, max].map(numberText)
  return low === high ? (middle ?? '') : `${middle} (${low}–${high})`
}

/** `712 MB`, a million bytes each. */
export function megabytesText(bytes: number): string {
  return `${numberText(bytes / 1e6)} MB`
}
