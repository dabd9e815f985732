/** Takes rows out of a draft together with the rows that refer to them. */

import type { Row } from '../sql/cell.ts'
import type { Draft } from './draft.ts'
import { findLinks } from './row-links.ts'
import type { RowLinks } from './row-links.ts'

export type Removal = {
  /** How many rows of a table are left. */
  rowCount(table: number): number
  /**
   * Marks a row, and all that refer to it.
   * @returns false, with nothing marked, where a row would go that is kept, or one that queries join
   *   on, or where too few rows of a table would be left
   */
  tryRemove(table: number, row: Row): boolean
  /** Takes the marked rows out of the draft. */
  apply(): void
}

/** No removal leaves fewer rows in a table, unless it had fewer. */
const ROWS_MIN = 3

/** No single row takes more of another table with it. */
const CASCADE_PERCENT_MAX = 25

export type RemovalOptions = {
  /** Rows that stay. */
  readonly kept?: ReadonlySet<Row>
  /** True where rows have to go whatever is left. */
  readonly isForced?: boolean
  /** Of the draft as it is, where they are known. */
  readonly links?: RowLinks
}

export function startRemoval(
  draft: Draft,
  { kept = new Set(), isForced = false, links = findLinks(draft.tables) }: RemovalOptions,
): Removal {
  const left = draft.tables.map(({ rows }) => new Set(rows))
  const { referrers } = links
  const refersToOther = (table: number, row: Row): boolean => {
    return (
      !isForced &&
      (referrers[table] ?? []).some(
        ({ reference, childrenOf }) =>
          !reference.isDeclared &&
          childrenOf(row).some((child) => left.some((set) => set.has(child))),
      )
    )
  }

  /** Every row that goes with a row, by table; `undefined` when one of them stays. */
  function closure(table: number, row: Row): Map<number, Set<Row>> | undefined {
    const going = new Map<number, Set<Row>>()
    const waiting: [number, Row][] = [[table, row]]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [at, gone] = next
      const ofTable = going.get(at) ?? new Set()
      going.set(at, ofTable)
      if (ofTable.has(gone) || left[at]?.has(gone) !== true) continue
      if (kept.has(gone) || refersToOther(at, gone)) return undefined
      ofTable.add(gone)
      for (const { child, reference, childrenOf } of referrers[at] ?? []) {
        if (!reference.isDeclared) continue
        for (const referring of childrenOf(gone)) waiting.push([child, referring])
      }
    }
    return going
  }

  function isTooMany(at: number, going: number, first: number): boolean {
    if (isForced) return false
    const rowCount = left[at]?.size ?? 0
    const isCascade = at !== first && going > ROWS_MIN
    return (
      rowCount - going < ROWS_MIN || (isCascade && going * 100 > rowCount * CASCADE_PERCENT_MAX)
    )
  }

  return {
    rowCount: (table) => left[table]?.size ?? 0,
    tryRemove(table, row) {
      const going = closure(table, row)
      if (going === undefined) return false
      const counts = [...going].filter(([, rows]) => rows.size > 0)
      if (counts.some(([at, rows]) => isTooMany(at, rows.size, table))) return false
      for (const [at, rows] of counts) for (const gone of rows) left[at]?.delete(gone)
      return true
    },
    apply() {
      for (const table of draft.tables) {
        table.rows = table.rows.filter((row) => left[table.index]?.has(row))
      }
    },
  }
}
