/** Search in numbers that are sorted upwards. */

/** @returns the index of the first number that is not below `wanted`; the length when all are */
export function lowerBound(sorted: readonly number[], wanted: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
