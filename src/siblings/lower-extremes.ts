/** Gives the row that holds a column's largest or smallest value another one. */

import { cellKey } from './cell-keys.ts'
import type { Chance } from './chance.ts'
import { lonePlainColumns } from './change-values.ts'
import { toNumber } from './column-facts.ts'
import { withCell } from './draft.ts'
import type { Draft, DraftTable } from './draft.ts'
import { drawValue } from './new-values.ts'
import { createRowGuard } from './row-guard.ts'

/** More rows than this with the same extreme value are no accident. */
const ROWS_MAX = 3

/** Who was first, last, largest or smallest is another: a remembered answer is of no use. */
export function lowerExtremes(draft: Draft, chance: Chance): void {
  for (const table of draft.tables) {
    const guard = createRowGuard(table)
    for (const column of lonePlainColumns(table)) {
      const facts = table.facts[column]
      if (facts === undefined) continue
      for (const side of ['largest', 'smallest'] as const) {
        const places = extremePlaces(table, column, side)
        if (places.length > ROWS_MAX || !chance.happens(40)) continue
        for (const place of places) {
          const row = table.rows[place] ?? []
          const changed = withCell(row, column, drawValue(facts, chance))
          if (!guard.accepts(changed, row)) continue
          guard.put(changed, row)
          table.rows[place] = changed
        }
      }
    }
  }
}

/** None where the column holds neither numbers nor dates. */
function extremePlaces(
  { rows, facts }: DraftTable,
  column: number,
  side: 'largest' | 'smallest',
): number[] {
  const kind = facts[column]?.kind.name
  if (kind !== 'number' && kind !== 'date') return []
  const measured = [...rows.entries()].flatMap(([place, row]) => {
    const cell = row[column] ?? null
    if (cell === null) return []
    return [
      { place, key: cellKey(cell), measure: kind === 'number' ? toNumber(cell) : String(cell) },
    ]
  })
  const isBeyond = (a: (typeof measured)[number], b: (typeof measured)[number]): boolean =>
    side === 'largest' ? (a.measure ?? 0) > (b.measure ?? 0) : (a.measure ?? 0) < (b.measure ?? 0)
  const [first] = measured
  if (first === undefined) return []
  const extreme = measured.reduce((best, other) => (isBeyond(other, best) ? other : best), first)
  return measured.flatMap(({ place, key }) => (key === extreme.key ? [place] : []))
}
