/** Gives rows other numbers, and all that refer to them the same: an id that was learnt is worth nothing. */

import type { CellValue, Row } from '../sql/cell.ts'
import { isIntegerText, referenceKey } from './cell-keys.ts'
import type { Chance } from './chance.ts'
import { tableAt } from './draft.ts'
import type { Draft } from './draft.ts'

type Column = { readonly table: number; readonly column: number }

/**
 * One to one. Only numbers that nothing else is known by: a key of one column, all integers. A number
 * that a query names stays what it is.
 */
export function remapIds(draft: Draft, chance: Chance): void {
  for (const columns of domainsOf(draft)) {
    const [root] = columns
    const ids = root && idsOf(draft, root)
    if (root === undefined || ids === undefined) continue
    const newIds = drawNewIds(ids, namedIds(draft, columns), chance)
    for (const { table, column } of columns) {
      const { rows } = tableAt(draft, table)
      for (const [index, row] of rows.entries()) rows[index] = withNewId(row, column, newIds)
    }
  }
}

/** Columns that hold the same ids: what is referred to first, then what refers to it, however far. */
function domainsOf(draft: Draft): Column[][] {
  const links = draft.tables.flatMap(({ index, shape }) =>
    shape.references.flatMap((reference) =>
      reference.columns.map((column, position) => ({
        from: { table: index, column },
        to: { table: reference.table, column: reference.toColumns[position] ?? -1 },
      })),
    ),
  )
  const roots = draft.tables.flatMap(({ index, shape }): Column[] => {
    const [column] = shape.primaryKey
    if (column === undefined || shape.primaryKey.length !== 1) return []
    const isReference = links.some(({ from }) => isSame(from, { table: index, column }))
    return isReference ? [] : [{ table: index, column }]
  })
  return roots.map((root) => {
    const domain = [root]
    for (const reached of domain) {
      for (const { from, to } of links) {
        if (isSame(to, reached) && !domain.some((known) => isSame(known, from))) domain.push(from)
      }
    }
    return domain
  })
}

function isSame(a: Column, b: Column): boolean {
  return a.table === b.table && a.column === b.column
}

/** Sorted; `undefined` where the column does not hold integers only. */
function idsOf(draft: Draft, { table, column }: Column): bigint[] | undefined {
  const cells = tableAt(draft, table).rows.map((row) => row[column] ?? null)
  if (!cells.every((cell) => typeof cell === 'bigint')) return undefined
  const ids = cells.filter((cell) => typeof cell === 'bigint')
  return ids.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** What queries compare any of the columns with. */
function namedIds(draft: Draft, columns: readonly Column[]): Set<string> {
  const named = draft.study.literals.filter((literal) =>
    columns.some((column) => isSame(column, literal)),
  )
  return new Set(named.map(({ value }) => referenceKey(value)))
}

/** A half more numbers than there are rows, and some, so that the new ones have gaps. */
function drawNewIds(
  ids: readonly bigint[],
  named: ReadonlySet<string>,
  chance: Chance,
): Map<string, bigint> {
  const first = ids[0] ?? 0n
  const room = ids.length + Math.ceil(ids.length / 2) + 5
  const free = Array.from({ length: room }, (_, index) => first + BigInt(index)).filter(
    (id) => !named.has(referenceKey(id)),
  )
  const moving = ids.filter((id) => !named.has(referenceKey(id)))
  const drawn = chance.sample(free, moving.length)
  return new Map(moving.map((id, index) => [referenceKey(id), drawn[index] ?? id]))
}

function withNewId(row: Row, column: number, newIds: ReadonlyMap<string, bigint>): Row {
  const cell = row[column] ?? null
  const id = newIds.get(referenceKey(cell))
  return id === undefined ? row : row.with(column, inFormOf(cell, id))
}

/** A number stays a number, and a text of digits a text. */
function inFormOf(cell: CellValue, id: bigint): CellValue {
  if (typeof cell === 'string' && isIntegerText(cell)) return String(id)
  return typeof cell === 'number' ? Number(id) : id
}
