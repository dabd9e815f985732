/** Rows that a sibling keeps so that gold still finds something. */

import type { Row } from '../sql/cell.ts'
import type { Chance } from './chance.ts'
import type { Study } from './draft.ts'

/** Rows with one literal that are kept: with one fewer a count of them could not differ. */
const ROWS_PER_LITERAL = 2

/**
 * For each literal a few rows that hold it, those first that hold others too, since queries ask for
 * several at once; and whatever these rows refer to.
 */
export function chooseKeptRows({ holders, links }: Study, chance: Chance): Set<Row> {
  const kept = new Set<Row>()
  const keep = (table: number, row: Row): void => {
    if (kept.has(row)) return
    kept.add(row)
    for (const [parentTable, parent] of links.parentsOf(table, row)) keep(parentTable, parent)
  }
  for (const { literal, holders: holding } of holders) {
    const chosen = chance
      .sample(holding, holding.length)
      .sort((a, b) => b.count - a.count)
      .slice(0, ROWS_PER_LITERAL)
    for (const { row } of chosen) keep(literal.table, row)
  }
  return kept
}
