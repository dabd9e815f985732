/** Says whether a row may stand in its table: keys stay unique, and the rules of its rows are kept. */

import type { Row } from '../sql/cell.ts'
import { cellKey, keyOf } from './cell-keys.ts'
import type { DraftTable } from './draft.ts'
import { keepsOrders } from './row-rules.ts'

export type RowGuard = {
  /** @param instead - the row that would go */
  accepts(row: Row, instead?: Row): boolean
  /** Called once the row stands there. */
  put(row: Row, instead?: Row): void
}

/** Of the table as it is now: rows that come and go without `put` are not seen. */
export function createRowGuard({ shape, rules, rows }: DraftTable): RowGuard {
  const taken = shape.uniqueSets.map(
    (columns) => new Set(rows.map((row) => keyOf(row, columns, cellKey))),
  )
  return {
    accepts(row, instead) {
      const isUnique = shape.uniqueSets.every((columns, index) => {
        const key = keyOf(row, columns, cellKey)
        if (key === undefined || taken[index]?.has(key) !== true) return true
        return instead !== undefined && keyOf(instead, columns, cellKey) === key
      })
      return isUnique && keepsOrders(rules, row)
    },
    put(row, instead) {
      for (const [index, columns] of shape.uniqueSets.entries()) {
        if (instead !== undefined) taken[index]?.delete(keyOf(instead, columns, cellKey))
        taken[index]?.add(keyOf(row, columns, cellKey))
      }
    },
  }
}
