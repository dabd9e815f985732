/** Takes rows out of a draft together with the rows that refer to them. */

import type { Row } from '../sql/cell.ts'
import { keyOf, referenceKey } from './cell-keys.ts'
import type { Reference } from './contents.ts'
import { tableAt } from './draft.ts'
import type { Draft } from './draft.ts'

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
export const ROWS_MIN = 3

/** No single row takes more of another table with it. */
const CASCADE_PERCENT_MAX = 25

/**
 * @param kept - rows that stay
 * @param isForced - true where rows have to go whatever is left
 */
export function startRemoval(
  draft: Draft,
  kept: ReadonlySet<Row> = new Set(),
  isForced = false,
): Removal {
  const left = draft.tables.map(({ rows }) => new Set(rows))
  const referrers = draft.tables.map((_, table) => findReferrers(draft, table))
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

type Referrer = {
  readonly child: number
  readonly reference: Reference
  readonly childrenOf: (row: Row) => readonly Row[]
}

function findReferrers(draft: Draft, table: number): Referrer[] {
  return draft.tables.flatMap(({ index: child, shape, rows }) =>
    shape.references
      .filter((reference) => reference.table === table)
      .map((reference) => {
        const children = Map.groupBy(rows, (row) => keyOf(row, reference.columns, referenceKey))
        const childrenOf = (row: Row): readonly Row[] => {
          const key = keyOf(row, reference.toColumns, referenceKey)
          return key === undefined ? [] : (children.get(key) ?? [])
        }
        return { child, reference, childrenOf }
      }),
  )
}

/** The rows that a row refers to, in whichever tables. */
export function createParentFinder(
  draft: Draft,
): (table: number, row: Row) => readonly (readonly [number, Row])[] {
  const finders = draft.tables.map(({ shape }) =>
    shape.references.map((reference) => {
      const parents = Map.groupBy(tableAt(draft, reference.table).rows, (row) =>
        keyOf(row, reference.toColumns, referenceKey),
      )
      return (row: Row): (readonly [number, Row])[] => {
        const key = keyOf(row, reference.columns, referenceKey)
        const found = key === undefined ? [] : (parents.get(key) ?? [])
        return found.map((parent) => [reference.table, parent] as const)
      }
    }),
  )
  return (table, row) => (finders[table] ?? []).flatMap((find) => find(row))
}
