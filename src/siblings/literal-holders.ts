/** Which rows hold what queries compare with. */

import type { Row } from '../sql/cell.ts'
import { cellKey } from './cell-keys.ts'
import { toNumber } from './column-facts.ts'
import type { Contents, Literal } from './contents.ts'

export type LiteralHolders = {
  readonly literal: Literal
  /** Rows that hold it, each with how many literals it holds in all. */
  readonly holders: readonly { readonly row: Row; readonly count: number }[]
}

export function findHolders(contents: Contents, literals: readonly Literal[]): LiteralHolders[] {
  const held = new Map(literals.map((literal) => [literal, holdersOf(contents, literal)]))
  const counts = new Map<Row, number>()
  for (const row of [...held.values()].flat()) counts.set(row, (counts.get(row) ?? 0) + 1)
  return [...held].map(([literal, rows]) => ({
    literal,
    holders: rows.map((row) => ({ row, count: counts.get(row) ?? 0 })),
  }))
}

function holdersOf(contents: Contents, literal: Literal): Row[] {
  return (contents[literal.table]?.rows ?? []).filter((row) => isHeldBy(literal, row))
}

/** Whether the row's cell is what the literal says. */
export function isHeldBy({ column, value, isPart }: Literal, row: Row): boolean {
  const cell = row[column] ?? null
  if (cell === null || value === null) return false
  if (isPart) return String(cell).toLowerCase().includes(String(value).toLowerCase())
  if (typeof cell === 'string' && typeof value === 'string' && cell === value) return true
  const number = toNumber(value)
  return number === undefined ? cellKey(cell) === cellKey(value) : number === toNumber(cell)
}
