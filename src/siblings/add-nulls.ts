/** Takes values away where a column may be without one. */

import type { Chance } from './chance.ts'
import { withCell } from './draft.ts'
import type { Draft, DraftTable } from './draft.ts'
import { lonePlainColumns } from './change-values.ts'
import { createRowGuard } from './row-guard.ts'

const PERCENT_MAX = 8

export function addNulls(draft: Draft, chance: Chance): void {
  for (const table of draft.tables) {
    const guard = createRowGuard(table)
    for (const column of columnsWithNulls(table)) {
      const most = Math.max(1, Math.round((table.rows.length * PERCENT_MAX) / 100))
      const count = chance.integer(0, most)
      for (const place of chance.sample([...table.rows.keys()], count)) {
        const row = table.rows[place]
        if (row === undefined) continue
        const emptied = withCell(row, column, null)
        if (!guard.accepts(emptied, row)) continue
        guard.put(emptied, row)
        table.rows[place] = emptied
      }
    }
  }
}

/**
 * Columns that hold NULLs already, and those that may where the table's author chose: some column
 * that is no key is declared NOT NULL, and this one is not. Where nothing is declared, all that
 * speaks for a NULL is that nobody thought of it.
 */
function columnsWithNulls(table: DraftTable): number[] {
  const { shape, facts } = table
  const isChosen = shape.columns.some(
    ({ isNullable }, column) => !isNullable && facts[column]?.role === 'plain',
  )
  return lonePlainColumns(table).filter(
    (column) =>
      shape.columns[column]?.isNullable === true && (isChosen || facts[column]?.hasNulls === true),
  )
}
