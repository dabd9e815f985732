/** How many cells two tables have in common, wherever they stand. */

import type { CellValue } from '../sql/cell.ts'
import { exactKey, sameReal } from './same-cell.ts'

/**
 * @returns the most pairs that can be formed of a cell of `a` and the same cell of `b`, none of them
 *   used twice; in the order of n log n
 */
export function sharedCellCount(a: readonly CellValue[], b: readonly CellValue[]): number {
  const right = tally(b)
  const left = tally(a, right)
  // Each step takes pairs that some largest set of pairs holds. Equal keys have the same partners.
  // An INTEGER that is left over then has no partners but equal REAL values, and those are alike.
  const shared = takeEqual(left.exact, right.exact)
  const leftReals = withoutPartners(left.reals, right.exact)
  const rightReals = withoutPartners(right.reals, left.exact)
  const whole = left.reals.length - leftReals.length + right.reals.length - rightReals.length
  return shared + whole + sharedRealCount(leftReals, rightReals)
}

type Tally = {
  /** How often each cell occurs, by its key. */
  readonly exact: Map<string, number>
  readonly reals: number[]
}

/** @param others - what the cells are to be paired with: those that no pair can hold are left out */
function tally(cells: readonly CellValue[], others?: Tally): Tally {
  const exact = new Map<string, number>()
  const reals: number[] = []
  for (const cell of cells) {
    if (typeof cell === 'number') {
      reals.push(cell)
      continue
    }
    const key = exactKey(cell)
    const mayMeetReal = typeof cell === 'bigint' && others !== undefined && others.reals.length > 0
    if (others === undefined || mayMeetReal || others.exact.has(key)) count(exact, key, 1)
  }
  return { exact, reals }
}

function count(counts: Map<string, number>, key: string, change: number): void {
  counts.set(key, (counts.get(key) ?? 0) + change)
}

/** Takes what both have out of both. */
function takeEqual(left: Map<string, number>, right: Map<string, number>): number {
  let pairs = 0
  for (const [key, leftCount] of left) {
    const both = Math.min(leftCount, right.get(key) ?? 0)
    count(left, key, -both)
    count(right, key, -both)
    pairs += both
  }
  return pairs
}

/** The REAL values that find no equal INTEGER in `others`; those that are found are taken out. */
function withoutPartners(reals: readonly number[], others: Map<string, number>): number[] {
  return reals.filter((real) => {
    const key = Number.isInteger(real) ? exactKey(BigInt(real)) : undefined
    if (key === undefined || (others.get(key) ?? 0) === 0) return true
    count(others, key, -1)
    return false
  })
}

/**
 * Pairs the smallest with the smallest. That loses nothing: what a value may be paired with is an
 * interval, and its ends grow with the value.
 */
function sharedRealCount(a: readonly number[], b: readonly number[]): number {
  const left = Float64Array.from(a).sort()
  const right = Float64Array.from(b).sort()
  let pairs = 0
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [x = 0, y = 0] = [left[i], right[j]]
    if (sameReal(x, y)) pairs += 1
    if (sameReal(x, y) || x < y) i += 1
    if (sameReal(x, y) || y < x) j += 1
  }
  return pairs
}
