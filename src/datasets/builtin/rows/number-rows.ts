/** Gives rows their numbers: `1`, `2`, … in the column that comes first. */

import type { TableRow } from '../database.ts'

export function numberRows<Column extends string, Row extends TableRow>(
  column: Column,
  first: number,
  rows: readonly Row[],
): (Record<Column, number> & Row)[] {
  return rows.map((row, index) =>
    Object.assign({ [column]: first + index } as Record<Column, number>, row),
  )
}
