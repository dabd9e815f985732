/** Which rows refer to which, found once and asked many times. */

import type { Row } from '../sql/cell.ts'
import { keyOf, referenceKey } from './cell-keys.ts'
import type { Contents, Reference } from './contents.ts'

/** A reference to a table, and the rows of another that refer to a row by it. */
type Referrer = {
  readonly child: number
  readonly reference: Reference
  readonly childrenOf: (row: Row) => readonly Row[]
}

export type RowLinks = {
  /** By the table that is referred to. */
  readonly referrers: readonly (readonly Referrer[])[]
  /** What a row refers to, in whichever tables. */
  parentsOf(table: number, row: Row): readonly (readonly [table: number, row: Row])[]
}

/** Of the contents as they are now. */
export function findLinks(contents: Contents): RowLinks {
  const finders = contents.map(({ shape }) =>
    shape.references.map((reference) => {
      const parents = groupByKey(contents[reference.table]?.rows ?? [], reference.toColumns)
      return (row: Row) =>
        rowsWith(parents, row, reference.columns).map(
          (parent) => [reference.table, parent] as const,
        )
    }),
  )
  return {
    referrers: contents.map((_, table) =>
      contents.flatMap(({ shape, rows }, child) =>
        shape.references
          .filter((reference) => reference.table === table)
          .map((reference) => {
            const children = groupByKey(rows, reference.columns)
            return {
              child,
              reference,
              childrenOf: (row) => rowsWith(children, row, reference.toColumns),
            }
          }),
      ),
    ),
    parentsOf: (table, row) => (finders[table] ?? []).flatMap((find) => find(row)),
  }
}

type RowGroups = ReadonlyMap<string | undefined, readonly Row[]>

function groupByKey(rows: readonly Row[], columns: readonly number[]): RowGroups {
  return Map.groupBy(rows, (row) => keyOf(row, columns, referenceKey))
}

function rowsWith(groups: RowGroups, row: Row, columns: readonly number[]): readonly Row[] {
  const key = keyOf(row, columns, referenceKey)
  return key === undefined ? [] : (groups.get(key) ?? [])
}
