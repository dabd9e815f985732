/** When two tables hold the same rows: as bags, whole rows, columns in order. */

import type { CellValue, Row } from '../sql/cell.ts'
import { sharedCellCount } from './cell-overlap.ts'
import { newEffort } from './effort.ts'
import type { Effort } from './effort.ts'
import { hasPerfectMatching } from './perfect-matching.ts'
import { exactKey, sameCell, sameReal } from './same-cell.ts'

/**
 * Symmetric. With order `any` every row is paired with a row of its own in the other table, so that
 * a row which occurs twice must occur twice there; REAL values that are near each other need no
 * sorting to find their partners. With `as_given` the rows must also come in the same order. The
 * search for partners is bounded: `docs/verification.md`, "Known limits".
 */
export function sameRows(a: readonly Row[], b: readonly Row[], order: 'any' | 'as_given'): boolean {
  if (a.length !== b.length) return false
  if (a.every((row, index) => sameRow(row, b[index] ?? []))) return true
  return order === 'any' && sameColumns(a, b) && sameBags(a, b)
}

function sameRow(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((cell, index) => sameCell(cell, b[index] ?? null))
}

/** Needed though not enough, and soon found out: each column holds the same bag of cells. */
function sameColumns(a: readonly Row[], b: readonly Row[]): boolean {
  return widestRow(a).every((_, column) => {
    const left = columnOf(a, column)
    const right = columnOf(b, column)
    return left.length === right.length && sharedCellCount(left, right) === left.length
  })
}

function widestRow(rows: readonly Row[]): Row {
  return rows.reduce((widest, row) => (row.length > widest.length ? row : widest), [])
}

function columnOf(rows: readonly Row[], column: number): CellValue[] {
  return rows.flatMap((row) => {
    const cell = row[column]
    return cell === undefined ? [] : [cell]
  })
}

/** Rows that may be the same are in one group, so that only within a group pairs are looked for. */
function sameBags(a: readonly Row[], b: readonly Row[]): boolean {
  const keyOf = rowGrouping([...a, ...b])
  const left = Map.groupBy(a, keyOf)
  const right = Map.groupBy(b, keyOf)
  const effort = newEffort()
  return [...left].every(([key, rows]) => sameGroups(rows, right.get(key) ?? [], effort))
}

function sameGroups(a: readonly Row[], b: readonly Row[], effort: Effort): boolean {
  if (a.length !== b.length) return false
  const left = a.toSorted(compareReals)
  const right = b.toSorted(compareReals)
  // Nearly always the sorted rows are pairs already.
  if (left.every((row, index) => sameNumbers(row, right[index] ?? []))) return true
  const isPair = (i: number, j: number) => {
    effort.cellsLeft -= left[i]?.length ?? 0
    return sameNumbers(left[i] ?? [], right[j] ?? [])
  }
  return hasPerfectMatching(left.length, isPair, effort)
}

/** Enough in a group, where texts, blobs and NULLs are the same: to compare texts takes longer. */
function sameNumbers(a: Row, b: Row): boolean {
  return a.every((cell, index) => {
    const isNumber = typeof cell === 'number' || typeof cell === 'bigint'
    return !isNumber || sameCell(cell, b[index] ?? null)
  })
}

function compareReals(a: Row, b: Row): number {
  for (const [column, cell] of a.entries()) {
    const other = b[column]
    if (typeof cell === 'number' && typeof other === 'number' && cell !== other) return cell - other
  }
  return 0
}

/** A key for each row; the same for rows that are the same, and hardly ever for others. */
function rowGrouping(rows: readonly Row[]): (row: Row) => string {
  const columns = widestRow(rows).map((_, column) => cellGrouping(columnOf(rows, column)))
  return (row) => JSON.stringify(row.map((cell, column) => columns[column]?.(cell)))
}

/**
 * REAL values share a group with the next larger and smaller ones that are the same; an INTEGER is
 * in the group of the REAL that is exactly it.
 */
function cellGrouping(cells: readonly CellValue[]): (cell: CellValue) => string {
  const reals = cells.filter((cell) => typeof cell === 'number').sort((x, y) => x - y)
  const groups = new Map<number, string>()
  const integerGroups = new Map<string, string>()
  let group = 0
  for (const [index, real] of reals.entries()) {
    if (!sameReal(real, reals[index - 1] ?? real)) group += 1
    groups.set(real, `real ${group}`)
    if (Number.isInteger(real)) integerGroups.set(exactKey(BigInt(real)), `real ${group}`)
  }
  return (cell) => {
    if (typeof cell === 'number') return groups.get(cell) ?? ''
    const key = exactKey(cell)
    return integerGroups.get(key) ?? key
  }
}
