/** Makes a large database small: fewer rows, every reference kept. */

import type { Row } from '../sql/cell.ts'
import type { Chance } from './chance.ts'
import type { Draft } from './draft.ts'
import { startRemoval } from './removal.ts'

/** A table with more rows is cut to about this many … */
export const SAMPLED_ROWS_MAX = 1_500

/** … and one with more than this many loses a part of what is above. */
const SMALL_ROWS = 120

/** How many rows are left of so many. */
export function sampledRowCount(rowCount: number, percent: number): number {
  const above = Math.max(0, rowCount - SMALL_ROWS)
  return Math.min(SAMPLED_ROWS_MAX, rowCount - above + Math.floor((above * percent) / 100))
}

/**
 * Comes first: the draft is still what the study is about.
 * @param percent - how much is left of what is above a small table's rows
 */
export function sampleRows(
  draft: Draft,
  kept: ReadonlySet<Row>,
  percent: number,
  chance: Chance,
): void {
  const removal = startRemoval(draft, { kept, links: draft.study.links })
  // The largest tables are the ones that refer to the others: with them nothing else goes.
  const bySize = draft.tables.toSorted((a, b) => b.rows.length - a.rows.length)
  for (const { index, rows } of bySize) {
    const target = sampledRowCount(rows.length, percent)
    if (removal.rowCount(index) <= target) continue
    for (const row of chance.sample(rows, rows.length)) {
      if (removal.rowCount(index) <= target) break
      removal.tryRemove(index, row)
    }
  }
  removal.apply()
}
