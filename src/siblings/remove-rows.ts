/** Takes rows away, and with each all that refer to it. */

import type { Row } from '../sql/cell.ts'
import type { Chance } from './chance.ts'
import type { Draft } from './draft.ts'
import { startRemoval } from './removal.ts'

/** @param percent - of each table's rows, at most; those that go with others count too */
export function removeRows(
  draft: Draft,
  kept: ReadonlySet<Row>,
  percent: number,
  chance: Chance,
): void {
  const removal = startRemoval(draft, { kept })
  for (const { index, rows } of draft.tables) {
    const most = Math.max(1, Math.round((rows.length * percent) / 100))
    const target = rows.length - chance.integer(0, most)
    for (const row of chance.sample(rows, most * 2)) {
      if (removal.rowCount(index) <= target) break
      removal.tryRemove(index, row)
    }
  }
  removal.apply()
}
