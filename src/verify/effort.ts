/** Bounds what one answer or one table can cost: while it is compared, nobody else is served. */

/** Rows that may come in any order; where there are more, they have to come in gold's. */
export const SHUFFLED_ROWS_MAX = 1000

/**
 * What comparing may still cost, in cells: no time is measured, so that verdicts are the same on
 * every machine. Who compares takes from it; who searches gives up when nothing is left.
 */
export type Effort = { cellsLeft: number }

/** All pairs of 1,000 rows, or a tenth of a second. */
const CELLS_MAX = 1_000_000

export function newEffort(): Effort {
  return { cellsLeft: CELLS_MAX }
}
