/** Contents while they are being changed: a sibling in the making. */

import type { Row } from '../sql/cell.ts'
import type { Contents, Literal, TableShape } from './contents.ts'
import { studyColumns } from './column-facts.ts'
import type { ColumnFacts } from './column-facts.ts'
import { findHolders } from './literal-holders.ts'
import type { LiteralHolders } from './literal-holders.ts'
import { findLinks } from './row-links.ts'
import type { RowLinks } from './row-links.ts'
import { findRules } from './row-rules.ts'
import type { RowRules } from './row-rules.ts'

/** What is known of a database before any of it is changed. */
export type Study = {
  readonly contents: Contents
  readonly literals: readonly Literal[]
  /** By table and column. */
  readonly facts: readonly (readonly ColumnFacts[])[]
  /** By table. */
  readonly rules: readonly RowRules[]
  readonly links: RowLinks
  readonly holders: readonly LiteralHolders[]
}

export type DraftTable = {
  readonly index: number
  readonly shape: TableShape
  readonly facts: readonly ColumnFacts[]
  readonly rules: RowRules
  /** Rows are replaced, never written into: they are the study's own. */
  rows: Row[]
}

export type Draft = { readonly study: Study; readonly tables: readonly DraftTable[] }

/** @param literals - what queries compare columns with; it is kept which rows hold each */
export function studyContents(contents: Contents, literals: readonly Literal[]): Study {
  const facts = studyColumns(contents)
  const rules = contents.map((table, index) => findRules(table, index, facts[index] ?? []))
  return {
    contents,
    literals,
    facts,
    rules,
    links: findLinks(contents),
    holders: findHolders(contents, literals),
  }
}

export function startDraft(study: Study): Draft {
  const tables = study.contents.map(({ shape, rows }, index) => ({
    index,
    shape,
    facts: study.facts[index] ?? [],
    rules: study.rules[index] ?? { clusters: [], orders: [] },
    rows: [...rows],
  }))
  return { study, tables }
}

export function toContents({ tables }: Draft): Contents {
  return tables.map(({ shape, rows }) => ({ shape, rows }))
}

/** The table at a place that a reference or a literal names. */
export function tableAt({ tables }: Draft, index: number): DraftTable {
  const table = tables[index]
  if (table === undefined) throw new RangeError(`Expected ${tables.length} tables or more`)
  return table
}

/** The row with the cells of some columns taken from another. */
export function withCellsOf(row: Row, columns: readonly number[], other: Row): Row {
  const changed = [...row]
  for (const column of columns) changed[column] = other[column] ?? null
  return changed
}

/** The row with one cell changed. */
export function withCell(row: Row, column: number, cell: Row[number]): Row {
  return row.with(column, cell)
}
