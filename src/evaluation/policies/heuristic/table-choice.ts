/** Which tables and columns a question is about, by the words that they share with it. */

import type { RevealedColumn, RevealedTable } from '../../../client/schema-info.ts'
import { stemsOfName, stemsOfQuestion } from './question-words.ts'

const TABLES_MAX = 8

/** A word of a table's name says more than one of a column's. */
const TABLE_WORD_WEIGHT = 3

/** The tables to describe, the likeliest first; by their names alone, so that it stays the same. */
export function likelyTables(question: string, tables: readonly RevealedTable[]): string[] {
  const stems = stemsOfQuestion(question)
  const names = tables.map(({ name }) => name)
  return sortedBy(names, (name) => sharedShare(name, stems)).slice(0, TABLES_MAX)
}

/**
 * The described tables, the one that shares most words first.
 * @param holders - tables that hold a value of the question, once for each
 */
export function rankedTables(
  question: string,
  tables: readonly RevealedTable[],
  holders: readonly string[] = [],
): RevealedTable[] {
  const stems = stemsOfQuestion(question)
  const score = ({ name, columns }: RevealedTable): number =>
    TABLE_WORD_WEIGHT * sharedShare(name, stems) +
    columns.reduce((sum, column) => sum + sharedShare(column.name, stems), 0) +
    holders.filter((holder) => holder === name).length
  return sortedBy(
    tables.filter(({ columns }) => columns.length > 0),
    score,
  )
}

/** The columns that share a word, the one that shares most of its words first. */
export function mentionedColumns(
  question: string,
  columns: readonly RevealedColumn[],
): RevealedColumn[] {
  const stems = stemsOfQuestion(question)
  const mentioned = columns.filter(({ name }) => sharedShare(name, stems) > 0)
  return sortedBy(mentioned, ({ name }) => sharedShare(name, stems))
}

export function isNumeric({ type }: RevealedColumn): boolean {
  return /int|real|num|dec|float|doub/i.test(type)
}

export function isKey({ name, isPrimaryKey, references }: RevealedColumn): boolean {
  return isPrimaryKey || references !== null || /(?:^|_)id$|Id$|ID$/.test(name)
}

/** What one would call a row of the table by. */
export function namingColumn({ columns }: RevealedTable): RevealedColumn | undefined {
  return (
    columns.find(({ name }) => /name|title/i.test(name)) ??
    columns.find((column) => !isNumeric(column) && !isKey(column)) ??
    columns[0]
  )
}

/** The share of the name's words that the question has. */
function sharedShare(name: string, stems: ReadonlySet<string>): number {
  const own = stemsOfName(name)
  return own.filter((stem) => stems.has(stem)).length / Math.max(1, own.length)
}

function sortedBy<T>(items: readonly T[], score: (item: T) => number): T[] {
  return items.toSorted((a, b) => score(b) - score(a))
}
