/** What is in a database, and what is known of the queries that are asked of it. */

import type { CellValue, Row } from '../sql/cell.ts'

export type ColumnShape = {
  readonly name: string
  /** As declared, in the database's own spelling; empty where it has none. */
  readonly type: string
  /** Whether a NULL may stand in it: not where it is declared NOT NULL or is part of the key. */
  readonly isNullable: boolean
}

/** Columns whose values are found in columns of another table, or of the same. */
export type Reference = {
  readonly columns: readonly number[]
  /** The table that is referred to, by its place in the contents. */
  readonly table: number
  /** As many as `columns`. */
  readonly toColumns: readonly number[]
  /** A foreign key; else two columns that queries join on. */
  readonly isDeclared: boolean
}

export type TableShape = {
  readonly name: string
  readonly columns: readonly ColumnShape[]
  readonly primaryKey: readonly number[]
  /** Columns that hold no two equal values together, the primary key among them. */
  readonly uniqueSets: readonly (readonly number[])[]
  readonly references: readonly Reference[]
}

export type TableContents = {
  readonly shape: TableShape
  /** In storage order. */
  readonly rows: readonly Row[]
}

export type Contents = readonly TableContents[]

/** A value that a query compares a column with. */
export type Literal = {
  readonly table: number
  readonly column: number
  readonly value: CellValue
  /** It is looked for inside the cell: LIKE '%value%'. */
  readonly isPart: boolean
}

/**
 * Playable siblings are handed out by a reset; grading ones are never seen; judging ones are kept
 * nowhere, and tell whether what is measured is right. The streams share no seed, so that nothing
 * about one follows from another.
 */
export type SiblingStream = 'grading' | 'playable' | 'judging'
