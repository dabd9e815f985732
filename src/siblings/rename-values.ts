/** Exchanges two values of a column wherever they stand, and lets one that it lists disappear. */

import type { CellValue } from '../sql/cell.ts'
import { cellKey } from './cell-keys.ts'
import type { Chance } from './chance.ts'
import { lonePlainColumns } from './change-values.ts'
import { withCell } from './draft.ts'
import type { Draft, DraftTable } from './draft.ts'
import { isHeldBy } from './literal-holders.ts'
import { createRowGuard } from './row-guard.ts'

/**
 * What is commonest becomes another value. Two values exchanged everywhere break no key and no rule
 * but orders.
 */
export function exchangeValues(draft: Draft, chance: Chance): void {
  for (const table of draft.tables) {
    for (const column of exchangeableColumns(draft, table)) {
      const counts = countValues(table, column)
      if (counts.length < 2 || !chance.happens(50)) continue
      const [commonest] = counts
      const [one, two] = chance.happens(50)
        ? [commonest, chance.pick(counts.slice(1))]
        : chance.sample(counts, 2)
      if (one === undefined || two === undefined) continue
      table.rows = table.rows.map((row) => {
        const key = cellKey(row[column] ?? null)
        if (key === one.key) return withCell(row, column, two.value)
        return key === two.key ? withCell(row, column, one.value) : row
      })
    }
  }
}

/** Columns that list a few values, be they part of a key: whatever is in no reference. */
function exchangeableColumns(draft: Draft, { index, shape, facts, rules }: DraftTable): number[] {
  return facts.flatMap(({ kind }, column) => {
    const isReference = shape.references.some(({ columns }) => columns.includes(column))
    const isReferredTo = draft.tables.some((other) =>
      other.shape.references.some(
        ({ table, toColumns }) => table === index && toColumns.includes(column),
      ),
    )
    const isOrdered = rules.orders.some((pair) => pair.includes(column))
    const isFree = !isReference && !isReferredTo && !isOrdered
    return isFree && kind.name === 'category' ? [column] : []
  })
}

/** Takes a value that no query names from all rows that hold it; they hold others then. */
export function dropValues(draft: Draft, chance: Chance): void {
  for (const table of draft.tables) {
    const guard = createRowGuard(table)
    for (const column of lonePlainColumns(table)) {
      const counts = countValues(table, column)
      if (table.facts[column]?.kind.name !== 'category' || counts.length < 3) continue
      const named = draft.study.literals.filter(
        (literal) => literal.table === table.index && literal.column === column,
      )
      const unnamed = counts.filter(({ value }) => {
        const row: CellValue[] = []
        row[column] = value
        return !named.some((literal) => isHeldBy(literal, row))
      })
      if (unnamed.length === 0 || !chance.happens(40)) continue
      const dropped = chance.pick(unnamed)
      const others = counts.filter((other) => other !== dropped)
      for (const [place, row] of table.rows.entries()) {
        if (cellKey(row[column] ?? null) !== dropped.key) continue
        const changed = withCell(row, column, chance.pick(others).value)
        if (!guard.accepts(changed, row)) continue
        guard.put(changed, row)
        table.rows[place] = changed
      }
    }
  }
}

type ValueCount = { readonly key: string; readonly value: CellValue; readonly count: number }

/** The commonest first; NULL is no value. */
function countValues({ rows }: DraftTable, column: number): ValueCount[] {
  const groups = Map.groupBy(
    rows.flatMap((row) => row[column] ?? []),
    cellKey,
  )
  return [...groups]
    .flatMap(([key, values]) => {
      const [value] = values
      return value === undefined ? [] : [{ key, value, count: values.length }]
    })
    .sort((a, b) => b.count - a.count)
}
