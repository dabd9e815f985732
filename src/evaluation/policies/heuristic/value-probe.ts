/** One query that finds which columns hold what the question names. */

import { parseResultText } from '../../../client/result-text.ts'
import type { RevealedTable } from '../../../client/schema-info.ts'
import { quoteName } from '../../../sql/schema.ts'
import { phrasesOf } from './question-words.ts'
import { isNumeric } from './table-choice.ts'

export type FoundValue = { readonly table: string; readonly column: string; readonly value: string }

/** SQLite's own bound on the terms of a compound select is 500. */
const COLUMNS_MAX = 60

/** @returns undefined where there is no column to look in */
export function probeSql(question: string, tables: readonly RevealedTable[]): string | undefined {
  const phrases = phrasesOf(question).map(quoteText).join(', ')
  const selects = tables.flatMap(({ name, columns }) =>
    columns
      .filter((column) => !isNumeric(column))
      .map(({ name: column }) => {
        const cell = quoteName(column)
        return (
          `SELECT ${quoteText(name)}, ${quoteText(column)}, ${cell} ` +
          `FROM ${quoteName(name)} WHERE lower(${cell}) IN (${phrases})`
        )
      }),
  )
  if (selects.length === 0 || phrases === '') return undefined
  return selects.slice(0, COLUMNS_MAX).join('\nUNION ')
}

/** What the query has found; a longer value first, since it says more than one of its words. */
export function foundValues(result: string): FoundValue[] {
  const rows = parseResultText(result)?.rows ?? []
  return rows
    .map(([table = '', column = '', value = '']) => ({ table, column, value }))
    .toSorted((a, b) => b.value.length - a.value.length)
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
