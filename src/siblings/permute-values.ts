/** Lets rows exchange their values: what stood together by accident no longer does. */

import type { Chance } from './chance.ts'
import { withCellsOf } from './draft.ts'
import type { Draft } from './draft.ts'
import { createRowGuard } from './row-guard.ts'

/**
 * References are exchanged too: each row is still referred to as often as before.
 *
 * @param percent - of the rows, for each cluster of columns that moves
 */
export function permuteValues(draft: Draft, percent: number, chance: Chance): void {
  for (const table of draft.tables) {
    const guard = createRowGuard(table)
    for (const cluster of table.rules.clusters) {
      if (!chance.happens(70)) continue
      const count = Math.max(2, Math.round((table.rows.length * percent) / 100))
      const places = chance.sample([...table.rows.keys()], count)
      for (let index = 0; index + 1 < places.length; index += 2) {
        const [one = -1, two = -1] = places.slice(index, index + 2)
        const [first = [], second = []] = [table.rows[one], table.rows[two]]
        const [newFirst, newSecond] = [
          withCellsOf(first, cluster, second),
          withCellsOf(second, cluster, first),
        ]
        // Where the cluster is part of a key, a row might take the place of the other: left alone.
        if (!guard.accepts(newFirst, first) || !guard.accepts(newSecond, second)) continue
        guard.put(newFirst, first)
        guard.put(newSecond, second)
        table.rows[one] = newFirst
        table.rows[two] = newSecond
      }
    }
  }
}
