/**
 * Puts values on and right beside those that queries compare with: `>` for `>=`, a day too many, or
 * another spelling of a word then give another answer.
 */

import type { CellValue } from '../sql/cell.ts'
import { parseDatedText } from './calendar-days.ts'
import { cellKey } from './cell-keys.ts'
import type { Chance } from './chance.ts'
import { lonePlainColumns } from './change-values.ts'
import { fromNumber, laterBy, stepOf, toNumber } from './column-facts.ts'
import type { ColumnFacts } from './column-facts.ts'
import type { Literal } from './contents.ts'
import { withCell } from './draft.ts'
import type { Draft } from './draft.ts'
import { isHeldBy } from './literal-holders.ts'
import { createRowGuard } from './row-guard.ts'

export function addBoundaryValues(draft: Draft, chance: Chance): void {
  for (const table of draft.tables) {
    const guard = createRowGuard(table)
    const columns = lonePlainColumns(table)
    const literals = draft.study.literals.filter(
      (literal) => literal.table === table.index && columns.includes(literal.column),
    )
    for (const literal of literals) {
      const facts = table.facts[literal.column]
      if (facts === undefined) continue
      for (const cell of chance.sample(valuesAround(literal, facts, chance), 2)) {
        // A row that another literal is about stays as it is, where there are others.
        const free = [...table.rows.keys()].filter(
          (place) => !literals.some((other) => isHeldBy(other, table.rows[place] ?? [])),
        )
        const places = free.length > 0 ? free : [...table.rows.keys()]
        const place = places.length === 0 ? -1 : chance.pick(places)
        const row = table.rows[place]
        if (row === undefined) continue
        const changed = withCell(row, literal.column, cell)
        if (!guard.accepts(changed, row)) continue
        guard.put(changed, row)
        table.rows[place] = changed
      }
    }
  }
}

/** Cells that a column may hold, at a literal and next to it. */
export function valuesAround(
  { value, isPart }: Literal,
  { kind, values }: ColumnFacts,
  chance: Chance,
): CellValue[] {
  switch (kind.name) {
    case 'number': {
      const number = toNumber(value)
      if (number === undefined) return []
      const near = [number - stepOf(kind.form), number, number + stepOf(kind.form)]
      // What is never below zero is a size or a count.
      const isPossible = (candidate: number): boolean => candidate >= Math.min(0, kind.min)
      return near.filter(isPossible).map((candidate) => fromNumber(candidate, kind.form))
    }
    case 'date':
      return typeof value === 'string' ? daysAround(value, values) : []
    case 'category': {
      const wanted = cellKey(value)
      const listed = values.find((cell) => cellKey(cell) === wanted)
      return listed === undefined ? [] : [listed]
    }
    case 'text':
      return typeof value === 'string' ? textsAround(value, isPart, values, chance) : []
    case 'other':
      return []
  }
}

function daysAround(value: string, values: readonly CellValue[]): CellValue[] {
  const dated = parseDatedText(value)
  if (dated === undefined) return []
  // A time of day is taken from the column: '2024-01-31' beside '2024-01-31 09:00'.
  const [sample] = values
  const rest = dated.rest === '' && typeof sample === 'string' ? sample.slice(10) : dated.rest
  const text = value.slice(0, 10) + rest
  return [laterBy(text, -1), text, laterBy(text, 1)].filter((cell) => cell !== undefined)
}

function textsAround(
  value: string,
  isPart: boolean,
  values: readonly CellValue[],
  chance: Chance,
): CellValue[] {
  if (value === '') return []
  if (isPart) {
    const host = values.length === 0 ? '' : String(chance.pick(values))
    return [`${host} ${value}`.trim(), `${value} ${host}`.trim()]
  }
  const other = value === value.toLowerCase() ? value.toUpperCase() : value.toLowerCase()
  return [value, `${value} ${other}`]
}
