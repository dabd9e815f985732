/** How far a rate that was counted on a sample may be from the true one. */

export type Interval = { readonly low: number; readonly high: number }

/** The normal distribution's 97.5th percentile: of a hundred intervals 95 hold the true rate. */
const Z = 1.959_963_984_540_054

/**
 * Wilson's score interval at 95 %: it stays within 0 and 1, and is no point where nothing was found.
 * @param count - of the total, from 0 up to it
 * @param total - 1 or more
 */
export function wilsonInterval(count: number, total: number): Interval {
  if (!(total >= 1 && count >= 0 && count <= total)) {
    throw new RangeError(`Expected a count of a total from 1 up, got ${count} of ${total}`)
  }
  const share = count / total
  const middle = share + Z ** 2 / (2 * total)
  const reach = Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2))
  const scale = 1 + Z ** 2 / total
  return {
    low: count === 0 ? 0 : (middle - reach) / scale,
    high: count === total ? 1 : (middle + reach) / scale,
  }
}
