/** Rows that a sibling keeps so that gold still finds something. */

import type { Row } from '../sql/cell.ts'
import { cellKey } from './cell-keys.ts'
import type { Chance } from './chance.ts'
import type { Literal } from './contents.ts'
import { toNumber } from './column-facts.ts'
import type { Draft } from './draft.ts'
import { tableAt } from './draft.ts'
import { createParentFinder } from './removal.ts'

/** Rows with one literal that are kept: with one fewer a count of them could not differ. */
const ROWS_PER_LITERAL = 2

/**
 * For each literal a few rows that hold it, those first that hold others too, since queries ask for
 * several at once; and whatever these rows refer to.
 */
export function chooseKeptRows(draft: Draft, chance: Chance): Set<Row> {
  const kept = new Set<Row>()
  const parentsOf = createParentFinder(draft)
  const keep = (table: number, row: Row): void => {
    if (kept.has(row)) return
    kept.add(row)
    for (const [parentTable, parent] of parentsOf(table, row)) keep(parentTable, parent)
  }
  const byTable = Map.groupBy(draft.study.literals, ({ table }) => table)
  for (const [table, literals] of byTable) {
    const { rows } = tableAt(draft, table)
    const matches = rows.map((row) => literals.filter((literal) => isHeldBy(literal, row)))
    for (const literal of literals) {
      const holding = rows.flatMap((row, index) => {
        const count = matches[index]?.includes(literal) ? (matches[index]?.length ?? 0) : 0
        return count === 0 ? [] : [{ row, count }]
      })
      const chosen = chance
        .sample(holding, holding.length)
        .sort((a, b) => b.count - a.count)
        .slice(0, ROWS_PER_LITERAL)
      for (const { row } of chosen) keep(table, row)
    }
  }
  return kept
}

/** Whether the row's cell is what the literal says. */
export function isHeldBy({ column, value, isPart }: Literal, row: Row): boolean {
  const cell = row[column] ?? null
  if (cell === null || value === null) return false
  if (isPart) return String(cell).toLowerCase().includes(String(value).toLowerCase())
  const [number, other] = [toNumber(cell), toNumber(value)]
  return number !== undefined && other !== undefined
    ? number === other
    : cellKey(cell) === cellKey(value)
}
