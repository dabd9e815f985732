/** Doubles rows of tables that only say which rows belong together, where no key forbids it. */

import type { Row } from '../sql/cell.ts'
import type { Chance } from './chance.ts'
import { withCell } from './draft.ts'
import type { Draft, DraftTable } from './draft.ts'
import { drawUnseenValue } from './new-values.ts'
import { createRowGuard } from './row-guard.ts'

const TRIES = 16

/** A query that joins such a table and forgets DISTINCT, or counts pairs for rows, shows itself. */
export function duplicateBridgeRows(draft: Draft, chance: Chance): void {
  for (const table of draft.tables.filter(isBridge)) {
    const guard = createRowGuard(table)
    const most = Math.max(1, Math.floor(table.rows.length / 20))
    for (const row of chance.sample(table.rows, chance.integer(1, most))) {
      const copy = copyOf(table, row, chance)
      if (copy === undefined || !guard.accepts(copy)) continue
      guard.put(copy)
      table.rows.push(copy)
    }
  }
}

/** It refers to two rows or more, and holds no two equal values in at most one column: its number. */
function isBridge({ shape: { references, uniqueSets } }: DraftTable): boolean {
  const [first, ...others] = uniqueSets
  return references.length >= 2 && others.length === 0 && (first?.length ?? 1) === 1
}

function copyOf({ shape, facts, rows }: DraftTable, row: Row, chance: Chance): Row | undefined {
  const [column] = shape.uniqueSets[0] ?? []
  if (column === undefined) return row.slice()
  const columnFacts = facts[column]
  const isReference = shape.references.some(({ columns }) => columns.includes(column))
  if (columnFacts === undefined || isReference) return undefined
  const taken = new Set(rows.map((other) => other[column]))
  for (let left = TRIES; left > 0; left -= 1) {
    const number = drawUnseenValue(columnFacts, chance)
    if (!taken.has(number)) return withCell(row, column, number)
  }
  return undefined
}
