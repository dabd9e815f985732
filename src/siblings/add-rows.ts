/** Adds rows that are put together from the cells of others. */

import type { Row } from '../sql/cell.ts'
import type { Chance } from './chance.ts'
import { tableAt, withCell, withCellsOf } from './draft.ts'
import type { Draft, DraftTable } from './draft.ts'
import { drawUnseenValue } from './new-values.ts'
import { createRowGuard } from './row-guard.ts'
import type { RowGuard } from './row-guard.ts'
import { freeReferences, withParent } from './row-references.ts'

/** How often a row is tried that some key or rule refuses, before there is one row less. */
const TRIES = 16

/** @param percent - of each table's rows, at most */
export function addRows(draft: Draft, percent: number, chance: Chance): void {
  for (const table of parentsFirst(draft)) {
    // Of nothing no row can be put together.
    if (table.rows.length === 0) continue
    const most = Math.max(2, Math.round((table.rows.length * percent) / 100))
    const guard = createRowGuard(table)
    const added: Row[] = []
    for (let count = chance.integer(1, most); count > 0; count -= 1) {
      const row = tryRows(draft, table, guard, chance)
      if (row === undefined) continue
      guard.put(row)
      added.push(row)
    }
    table.rows.push(...added)
  }
}

/** So that a new row can refer to new rows. Tables that refer to each other come in any order. */
function parentsFirst({ tables }: Draft): DraftTable[] {
  const sorted: DraftTable[] = []
  const seen = new Set<DraftTable>()
  const visit = (table: DraftTable): void => {
    if (seen.has(table)) return
    seen.add(table)
    for (const { table: parent } of table.shape.references) {
      const found = tables[parent]
      if (found !== undefined) visit(found)
    }
    sorted.push(table)
  }
  tables.forEach(visit)
  return sorted
}

function tryRows(
  draft: Draft,
  table: DraftTable,
  guard: RowGuard,
  chance: Chance,
): Row | undefined {
  for (let left = TRIES; left > 0; left -= 1) {
    const row = withOwnKeys(draft, table, recombine(table, chance), guard, chance)
    if (guard.accepts(row)) return row
  }
  return undefined
}

/** A row's cells, some of them taken from a second one; columns of a cluster stay together. */
function recombine({ rows, rules }: DraftTable, chance: Chance): Row {
  const donor = chance.pick(rows)
  const other = chance.pick(rows)
  const taken = rules.clusters.filter(() => chance.happens(40)).flat()
  return withCellsOf(donor, taken, other)
}

/** Gives the row another value in each unique set that holds its present one already. */
function withOwnKeys(
  draft: Draft,
  table: DraftTable,
  row: Row,
  guard: RowGuard,
  chance: Chance,
): Row {
  let own = row
  for (const columns of table.shape.uniqueSets) {
    if (guard.accepts(own)) break
    const references = freeReferences(table.shape).filter((reference) =>
      reference.columns.some((column) => columns.includes(column)),
    )
    for (const reference of references) {
      const parents = tableAt(draft, reference.table).rows
      if (parents.length > 0) own = withParent(own, reference, chance.pick(parents))
    }
    const rest = columns.filter(
      (column) => !references.some((reference) => reference.columns.includes(column)),
    )
    for (const column of rest) {
      const facts = table.facts[column]
      // A key of several columns stays what it is in most of them: a fare's category, a visit's day.
      const isChanged = columns.length === 1 || chance.happens(50)
      if (facts !== undefined && isChanged) {
        own = withCell(own, column, drawUnseenValue(facts, chance))
      }
    }
  }
  return own
}
