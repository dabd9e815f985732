/** Gives some rows other numbers, dates and texts, within what the column already holds. */

import type { Chance } from './chance.ts'
import { withCell } from './draft.ts'
import type { Draft } from './draft.ts'
import { drawValue } from './new-values.ts'
import { createRowGuard } from './row-guard.ts'

/** @param percent - of the rows, for each column that changes */
export function changeValues(draft: Draft, percent: number, chance: Chance): void {
  for (const table of draft.tables) {
    const guard = createRowGuard(table)
    for (const column of lonePlainColumns(table)) {
      const facts = table.facts[column]
      if (facts === undefined || !chance.happens(70)) continue
      const count = Math.max(1, Math.round((table.rows.length * percent) / 100))
      for (const place of chance.sample([...table.rows.keys()], count)) {
        const row = table.rows[place]
        // A NULL says that there is nothing to tell, and often another column says why.
        if (row === undefined || row[column] === null) continue
        const changed = withCell(row, column, drawValue(facts, chance))
        if (!guard.accepts(changed, row)) continue
        guard.put(changed, row)
        table.rows[place] = changed
      }
    }
  }
}

/** Columns from which nothing follows, and which follow from none. */
export function lonePlainColumns({ rules, facts }: Draft['tables'][number]): number[] {
  return rules.clusters.flatMap(([column, ...others]) =>
    column !== undefined && others.length === 0 && facts[column]?.role === 'plain' ? [column] : [],
  )
}
