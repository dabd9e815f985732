/** Lets some rows refer to other rows than they did: who has most, and who has none, changes. */

import type { Row } from '../sql/cell.ts'
import type { Chance } from './chance.ts'
import type { Reference } from './contents.ts'
import type { Draft, DraftTable } from './draft.ts'
import { tableAt } from './draft.ts'
import { createRowGuard } from './row-guard.ts'
import { freeReferences, withParent } from './row-references.ts'

/**
 * @param kept - rows that queries are about: every second of the rows refers to one of them then
 * @param percent - of a table's rows, at most, for each reference
 */
export function repointReferences(
  draft: Draft,
  kept: ReadonlySet<Row>,
  percent: number,
  chance: Chance,
): void {
  for (const table of draft.tables) {
    const guard = createRowGuard(table)
    for (const reference of freeReferences(table.shape)) {
      if (!movesAlone(table, reference)) continue
      const parents = tableAt(draft, reference.table).rows
      const askedFor = parents.filter((parent) => kept.has(parent))
      if (parents.length === 0) continue
      const most = Math.max(1, Math.round((table.rows.length * percent) / 100))
      for (const place of chance.sample([...table.rows.keys()], chance.integer(0, most))) {
        const row = table.rows[place]
        const isAskedFor = askedFor.length > 0 && chance.happens(50)
        const parent = chance.pick(isAskedFor ? askedFor : parents)
        // A NULL says that there is none, and stays.
        if (row === undefined || reference.columns.some((column) => row[column] === null)) continue
        const moved = withParent(row, reference, parent)
        if (!guard.accepts(moved, row)) continue
        guard.put(moved, row)
        table.rows[place] = moved
      }
    }
  }
}

/** Whether its columns may change without others: no key, and nothing that follows from them. */
function movesAlone({ rules }: DraftTable, { columns }: Reference): boolean {
  const touched = rules.clusters.filter((cluster) =>
    columns.some((column) => cluster.includes(column)),
  )
  return touched.flat().length === columns.length
}
