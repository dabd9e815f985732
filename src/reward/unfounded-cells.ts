/** Values that come out of a query whatever the data are, and so prove nothing about them. */

import type { CellValue, Row } from '../sql/cell.ts'
import { roundedKey } from '../verify/same-cell.ts'

/** What a query gave on one database, and what gold gives there. */
export type SeenBesideGold = { readonly rows: readonly Row[]; readonly goldRows: readonly Row[] }

/**
 * Of the values that gold has more often on one database than on the other, those that the query
 * gives on both, and not so much more often: `SELECT 40 + 2 FROM t` is 42 everywhere, where gold is
 * 42 on one of them only.
 */
export function unfoundedCells(
  here: SeenBesideGold,
  there: SeenBesideGold,
): (cell: CellValue) => boolean {
  const wanted = differences(countCells(here.goldRows), countCells(there.goldRows))
  const isWanted = (key: string): boolean => wanted.has(key)
  const mayBeWanted = kindsIn([...here.goldRows, ...there.goldRows])
  const seenHere = countCells(here.rows, mayBeWanted, isWanted)
  const seenThere = countCells(there.rows, mayBeWanted, isWanted)
  const unfounded = new Set<string>()
  for (const [key, difference] of wanted) {
    const [countHere = 0, countThere = 0] = [seenHere.get(key), seenThere.get(key)]
    if (countHere === 0 || countThere === 0) continue
    if (countHere - countThere !== difference) unfounded.add(key)
  }
  if (unfounded.size === 0) return () => false
  return (cell) => mayBeWanted(cell) && unfounded.has(roundedKey(cell))
}

/** How much more often each value is on the left; those that are not are left out. */
function differences(
  left: ReadonlyMap<string, number>,
  right: ReadonlyMap<string, number>,
): Map<string, number> {
  const keys = new Set([...left.keys(), ...right.keys()])
  return new Map(
    [...keys].flatMap((key) => {
      const difference = (left.get(key) ?? 0) - (right.get(key) ?? 0)
      return difference === 0 ? [] : [[key, difference]]
    }),
  )
}

/** A key takes its time: most cells of a wide result are not of a kind that gold has. */
function kindsIn(goldRows: readonly Row[]): (cell: CellValue) => boolean {
  const cells = goldRows.flat()
  const hasNumbers = cells.some((cell) => typeof cell === 'bigint' || typeof cell === 'number')
  const hasTexts = cells.some((cell) => typeof cell === 'string')
  return (cell) => {
    if (typeof cell === 'bigint' || typeof cell === 'number') return hasNumbers
    return typeof cell === 'string' ? hasTexts : true
  }
}

function countCells(
  rows: readonly Row[],
  isKind: (cell: CellValue) => boolean = () => true,
  isWanted: (key: string) => boolean = () => true,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) {
    for (const cell of row) {
      if (!isKind(cell)) continue
      const key = roundedKey(cell)
      if (isWanted(key)) counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
}
