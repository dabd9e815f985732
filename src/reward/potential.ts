/** Φ: how near a query's result is to gold's, in steps of a quarter. Progress is its difference. */

import type { CellValue, Row } from '../sql/cell.ts'
import type { ResultTable } from '../sql/query.ts'
import { sharedCellCount } from '../verify/cell-overlap.ts'
import { SHUFFLED_ROWS_MAX } from '../verify/effort.ts'
import { sameRows } from '../verify/same-rows.ts'
import { lowerBound } from './sorted-numbers.ts'
import { literalsOf } from './sql-literals.ts'
import { unfoundedCells } from './unfounded-cells.ts'
import type { SeenBesideGold } from './unfounded-cells.ts'

/** The weights of the three likenesses; where gold has no numbers the first two share the third's. */
const WITH_NUMBERS = { rowCount: 1 / 4, overlap: 1 / 2, numbers: 1 / 4 }
const WITHOUT_NUMBERS = { rowCount: 1 / 3, overlap: 2 / 3, numbers: 0 }

const LEVELS = 4

/** Rows of a result that Φ looks at: never fewer than it takes to see that it is not gold's. */
export function potentialRowsMax(goldRowCount: number): number {
  return Math.max(1000, goldRowCount + 1)
}

export type GoldResult = { readonly rows: readonly Row[]; readonly rowOrderMatters: boolean }

/**
 * Φ of the default profile: 0, ¼, ½, ¾ or 1, and 1 only where the result equals gold. Cells that
 * equal a literal of `sql` are no match: else Φ would tell a guesser "warmer".
 *
 * @param isUnfounded - tells other cells that are no match either
 */
export function potentialOf(
  result: ResultTable,
  sql: string,
  gold: GoldResult,
  isUnfounded: (cell: CellValue) => boolean = () => false,
): number {
  const isLiteral = literalsOf(sql)
  const fromData: CellValue[] = []
  for (const row of result.rows) {
    for (const cell of row) if (!isLiteral(cell) && !isUnfounded(cell)) fromData.push(cell)
  }
  // Numbers too many count against the result: else one wide row of guesses would have the right
  // one among them, and Φ would say which half of them to go on with.
  const numberCount = Math.max(numberCountIn(result.rows), numberCountIn(gold.rows))
  const level = toLevel(closeness(result.rows, fromData, gold.rows, numberCount))
  return level < 1 || isGoldResult(result, gold) ? level : 1 - 1 / LEVELS
}

/** A result, and gold, on one of two databases. */
export type PotentialSide = { readonly result: ResultTable; readonly gold: GoldResult }

/**
 * Φ on two databases with different data: the smaller one. A text that was tuned to one of them by
 * its rewards is no nearer to gold on the other, and what comes out on both alike is no match.
 */
export function potentialOnBoth(sql: string, here: PotentialSide, there: PotentialSide): number {
  const isUnfounded = unfoundedCells(seenBesideGold(here), seenBesideGold(there))
  return Math.min(
    potentialOf(here.result, sql, here.gold, isUnfounded),
    potentialOf(there.result, sql, there.gold, isUnfounded),
  )
}

function seenBesideGold({ result, gold }: PotentialSide): SeenBesideGold {
  return { rows: result.rows, goldRows: gold.rows }
}

/**
 * Φ as the predecessor has it: literals count, numbers too many cost nothing, and a result unlike
 * gold can reach 1.
 */
export function publishedPotentialOf(result: ResultTable, gold: GoldResult): number {
  const cells = result.rows.flat()
  return toLevel(closeness(result.rows, cells, gold.rows, numberCountIn(gold.rows)))
}

/** Whether a result is gold's: the same rows, in gold's order where that matters. */
export function isGoldResult(result: ResultTable, gold: GoldResult): boolean {
  const isFree = !gold.rowOrderMatters && gold.rows.length <= SHUFFLED_ROWS_MAX
  const order = isFree ? 'any' : 'as_given'
  return !result.isTruncated && sameRows(result.rows, gold.rows, order)
}

/** Rounded down; the tiny addend keeps ⅓ + ⅔ · ¼ on the level that it is on paper. */
function toLevel(closenessValue: number): number {
  return Math.floor(LEVELS * closenessValue + 1e-9) / LEVELS
}

function closeness(
  rows: readonly Row[],
  matchableCells: readonly CellValue[],
  goldRows: readonly Row[],
  numberCount: number,
): number {
  const goldCells = goldRows.flat()
  const goldNumbers = numbersOf(goldCells)
  const weights = goldNumbers.length > 0 ? WITH_NUMBERS : WITHOUT_NUMBERS
  return (
    weights.rowCount * rowCountLikeness(rows.length, goldRows.length) +
    weights.overlap * overlap(cellCountOf(rows), matchableCells, goldCells) +
    weights.numbers * numberLikeness(numbersOf(matchableCells), goldNumbers, numberCount)
  )
}

function rowCountLikeness(count: number, goldCount: number): number {
  return 1 - Math.abs(count - goldCount) / Math.max(count, goldCount, 1)
}

function cellCountOf(rows: readonly Row[]): number {
  return rows.reduce((count, row) => count + row.length, 0)
}

/** Jaccard over multisets: cells in both, divided by cells in either. */
function overlap(
  cellCount: number,
  matchableCells: readonly CellValue[],
  goldCells: readonly CellValue[],
): number {
  const shared = sharedCellCount(matchableCells, goldCells)
  const either = cellCount + goldCells.length - shared
  return either === 0 ? 1 : shared / either
}

/**
 * How near to each of gold's numbers the nearest one is that no other has used: the mean over
 * `count` numbers, of which those beyond gold's are near to none.
 */
function numberLikeness(
  numbers: readonly number[],
  goldNumbers: readonly number[],
  count: number,
): number {
  if (goldNumbers.length === 0) return 0
  const sorted = Array.from(Float64Array.from(numbers).sort())
  // From each index, the next one down or up whose number is unused; one too many at the ends.
  const down = new Int32Array(sorted.length + 1).map((_, index) => index)
  const up = Int32Array.from(down)
  let sum = 0
  for (const wanted of goldNumbers) {
    const start = lowerBound(sorted, wanted)
    const index = nearestIndex(sorted, wanted, followLinks(down, start) - 1, followLinks(up, start))
    const nearest = sorted[index]
    if (nearest === undefined) continue
    sum += nearness(nearest, wanted)
    down[index + 1] = index
    up[index] = index + 1
  }
  return sum / count
}

/** Where the links from `start` end; they are shortened, so that few are followed next time. */
function followLinks(links: Int32Array, start: number): number {
  let end = start
  for (let next = links[end] ?? end; next !== end; next = links[end] ?? end) {
    links[end] = links[next] ?? next
    end = next
  }
  return end
}

function nearestIndex(
  sorted: readonly number[],
  wanted: number,
  low: number,
  high: number,
): number {
  const below = sorted[low]
  const above = sorted[high]
  if (below === undefined) return high
  return above !== undefined && above - wanted < wanted - below ? high : low
}

function nearness(a: number, b: number): number {
  if (a === b) return 1
  const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))
  // Infinity is near to nothing but itself.
  return Number.isNaN(difference) ? 0 : 1 - Math.min(1, difference)
}

function numbersOf(cells: readonly CellValue[]): number[] {
  return cells.filter(isNumber).map(Number)
}

function numberCountIn(rows: readonly Row[]): number {
  return rows.reduce((count, row) => count + row.filter(isNumber).length, 0)
}

function isNumber(cell: CellValue): cell is bigint | number {
  return typeof cell === 'bigint' || typeof cell === 'number'
}
