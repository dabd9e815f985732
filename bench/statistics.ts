/** What many measured numbers come to. */

export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number }

/** How far repeated rounds lie apart. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number }

/**
 * The smallest measured number that at least `percent` of a hundred do not exceed: always one that
 * was measured, never one between two.
 *
 * @param sorted - from the smallest up, not empty
 * @param percent - above 0, up to 100
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(Math.ceil((percent / 100) * sorted.length), 1)
  const value = sorted[rank - 1]
  if (value === undefined) throw new RangeError(`Expected numbers and a percentage up to 100`)
  return value
}

/** @param values - in any order; all are NaN when there are none */
export function percentilesOf(values: Iterable<number>): Percentiles {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) return { p50: Number.NaN, p95: Number.NaN, p99: Number.NaN }
  return { p50: percentile(sorted, 50), p95: percentile(sorted, 95), p99: percentile(sorted, 99) }
}

/** @param values - in any order, not empty; the median of an even number lies between two of them */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[Math.floor((sorted.length - 1) / 2)]
  const high = sorted[Math.floor(sorted.length / 2)]
  const [min] = sorted
  const max = sorted.at(-1)
  if (low === undefined || high === undefined || min === undefined || max === undefined) {
    throw new RangeError('Expected numbers, got none')
  }
  return { median: (low + high) / 2, min, max }
}
