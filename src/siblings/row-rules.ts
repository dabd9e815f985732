/**
 * Rules that the rows of a table keep though no constraint says so: a visit ends after it begins, a
 * town has one postcode. A right query may rest on them, so a sibling keeps them too.
 */

import type { CellValue, Row } from '../sql/cell.ts'
import { parseDatedText } from './calendar-days.ts'
import { cellKey, keyOf } from './cell-keys.ts'
import type { ColumnFacts } from './column-facts.ts'
import { toNumber } from './column-facts.ts'
import type { TableContents } from './contents.ts'

export type RowRules = {
  /**
   * Columns that only move together: each column is in one, but for keys and for references to the
   * table itself. A reference of several columns is a cluster, and so is a column with those that
   * follow from it.
   */
  readonly clusters: readonly (readonly number[])[]
  /** Where neither cell is NULL, the first is at most the second. */
  readonly orders: readonly (readonly [column: number, notBelow: number])[]
}

/** A rule that chance would have made more often than this is none. */
const LUCK_MAX = 1e-3

/** @param index - the table's place in the contents */
export function findRules(
  table: TableContents,
  index: number,
  facts: readonly ColumnFacts[],
): RowRules {
  return { clusters: findClusters(table, index, facts), orders: findOrders(table, facts) }
}

/** Whether a row keeps the orders. */
export function keepsOrders({ orders }: RowRules, row: Row): boolean {
  return orders.every(([column, notBelow]) => {
    const left = toMeasure(row[column] ?? null)
    const right = toMeasure(row[notBelow] ?? null)
    return left === undefined || right === undefined || left <= right
  })
}

function toMeasure(cell: CellValue): number | undefined {
  return typeof cell === 'string' ? (parseDatedText(cell)?.day ?? toNumber(cell)) : toNumber(cell)
}

function findOrders({ rows }: TableContents, facts: readonly ColumnFacts[]): RowRules['orders'] {
  const measured = facts.flatMap(({ role, kind }, column) =>
    role === 'plain' && (kind.name === 'number' || kind.name === 'date') ? [{ column, kind }] : [],
  )
  return measured.flatMap((left) =>
    measured
      .filter((right) => right !== left && right.kind.name === left.kind.name)
      .filter((right) => isOrder(rows, left.column, right.column))
      .map((right) => [left.column, right.column] as const),
  )
}

function isOrder(rows: readonly Row[], column: number, notBelow: number): boolean {
  const pairs = rows.flatMap((row): [number, number][] => {
    const left = toMeasure(row[column] ?? null)
    const right = toMeasure(row[notBelow] ?? null)
    return left === undefined || right === undefined ? [] : [[left, right]]
  })
  if (!pairs.every(([left, right]) => left <= right)) return false
  // Each with another row's: how often would it hold if the columns had nothing to do with each other?
  const strangers = pairs.flatMap(([left], index) =>
    STRIDES.map((stride) => left <= (pairs[(index + stride) % pairs.length]?.[1] ?? left)),
  )
  const share = strangers.filter(Boolean).length / strangers.length
  return isBeyondLuck(share, pairs.length)
}

/** Which other rows a row is held against. */
const STRIDES = [1, 2, 3, 5, 8, 13, 21, 34]

/** Whether what holds by chance with this probability would hardly hold so many times. */
function isBeyondLuck(probability: number, times: number): boolean {
  let luck = 1
  for (let time = 0; time < times && luck > LUCK_MAX; time += 1) luck *= probability
  return luck <= LUCK_MAX
}

function findClusters(
  { shape, rows }: TableContents,
  index: number,
  facts: readonly ColumnFacts[],
): RowRules['clusters'] {
  // Who is above whom in one table: exchanged, it might go round in a circle without end.
  const isOwn = (column: number): boolean =>
    shape.references.some(({ table, columns }) => table === index && columns.includes(column))
  const movable = facts.flatMap(({ role }, column) =>
    role === 'key' || isOwn(column) ? [] : [column],
  )
  let clusters = movable.map((column) => [column])
  const join = (columns: readonly number[]): void => {
    const touched = clusters.filter((cluster) => cluster.some((column) => columns.includes(column)))
    const joined = touched.flat().sort((a, b) => a - b)
    clusters = [...clusters.filter((cluster) => !touched.includes(cluster)), joined]
  }
  for (const { columns } of shape.references) {
    if (columns.length > 1) join(columns.filter((column) => movable.includes(column)))
  }
  for (const column of movable) {
    for (const other of movable) {
      if (column !== other && follows(rows, column, other)) join([column, other])
    }
  }
  return clusters
}

/** Whether the second column's cell follows from the first's: rows with one have the other. */
function follows(rows: readonly Row[], column: number, from: number): boolean {
  const cells = new Map<string, string>()
  const counts = new Map<string, number>()
  let repeats = 0
  for (const row of rows) {
    const key = keyOf(row, [from], cellKey)
    const cell = cellKey(row[column] ?? null)
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
    if (key === undefined) continue
    const known = cells.get(key)
    if (known !== undefined && known !== cell) return false
    if (known !== undefined) repeats += 1
    cells.set(key, cell)
  }
  // Two cells drawn at random are the same this often.
  const share = [...counts.values()].reduce((sum, n) => sum + (n / rows.length) ** 2, 0)
  return repeats > 0 && counts.size > 1 && isBeyondLuck(share, repeats)
}
