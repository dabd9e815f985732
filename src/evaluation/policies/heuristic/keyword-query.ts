/** SQL by keywords: count, average, sum, maximum, minimum, groups, the first by something, a list. */

import type { RevealedColumn, RevealedTable } from '../../../client/schema-info.ts'
import { quoteName } from '../../../sql/schema.ts'
import { comparisonOf, decimalsOf, yearOf } from './question-words.ts'
import { isKey, isNumeric, mentionedColumns, namingColumn } from './table-choice.ts'
import { quoteText } from './value-probe.ts'
import type { FoundValue } from './value-probe.ts'

const MOST = /\b(?:most|highest|largest|longest|biggest|greatest|maximum|latest|newest|heaviest)\b/i
const LEAST = /\b(?:least|lowest|smallest|shortest|fewest|minimum|earliest|oldest|lightest)\b/i

/** @param tables - that were described, the likeliest first */
export function keywordQuery(
  question: string,
  tables: readonly RevealedTable[],
  values: readonly FoundValue[],
): string | undefined {
  const [table, ...others] = tables
  if (table === undefined) return undefined
  const source = sourceOf(table, others, values)
  const conditions = [...source.conditions, ...numberConditions(question, table)]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  const { columns, end } = selectOf(question, table, source.filtered)
  return `SELECT ${columns} FROM ${source.from}${where}${end}`
}

type Source = {
  readonly from: string
  readonly conditions: readonly string[]
  readonly filtered: readonly string[]
}

/** The table, joined with another that holds a value where it holds none itself. */
function sourceOf(
  table: RevealedTable,
  others: readonly RevealedTable[],
  values: readonly FoundValue[],
): Source {
  const own = values.find((value) => value.table === table.name)
  const from = quoteName(table.name)
  if (own !== undefined) {
    return { from, conditions: [isValue(own)], filtered: [own.column] }
  }
  for (const value of values) {
    const other = others.find(({ name }) => name === value.table)
    const link = other && linkBetween(table, other)
    if (other !== undefined && link !== undefined) {
      const joined = `${from} JOIN ${quoteName(other.name)} ON ${link}`
      return { from: joined, conditions: [isValue(value)], filtered: [] }
    }
  }
  return { from, conditions: [], filtered: [] }
}

function isValue({ table, column, value }: FoundValue): string {
  return `${quoteName(table)}.${quoteName(column)} = ${quoteText(value)}`
}

function linkBetween(a: RevealedTable, b: RevealedTable): string | undefined {
  return referenceFrom(a, b) ?? referenceFrom(b, a)
}

function referenceFrom(from: RevealedTable, to: RevealedTable): string | undefined {
  const column = from.columns.find(({ references }) => references?.table === to.name)
  if (column?.references == null) return undefined
  const target = `${quoteName(to.name)}.${quoteName(column.references.column)}`
  return `${nameIn(from, column)} = ${target}`
}

function numberConditions(question: string, table: RevealedTable): string[] {
  const comparison = comparisonOf(question)
  const compared = measuredColumn(question, table)
  const year = yearOf(question)
  const dated = table.columns.find(({ name, type }) => /date|_on$|_at$/i.test(`${type} ${name}`))
  return [
    ...(comparison === undefined || compared === undefined
      ? []
      : [`${nameIn(table, compared)} ${comparison.operator} ${comparison.number}`]),
    ...(year === undefined || dated === undefined
      ? []
      : [`${nameIn(table, dated)} LIKE ${quoteText(`${year}%`)}`]),
  ]
}

/** @param filtered - columns that are compared with a value, and so are not asked for */
function selectOf(question: string, table: RevealedTable, filtered: readonly string[]) {
  const mentioned = mentionedColumns(question, table.columns).filter(
    ({ name }) => !filtered.includes(name),
  )
  const measured = measuredColumn(question, table)
  const groups = mentioned.filter((column) => !isNumeric(column) && !isKey(column))
  const aggregate = aggregateOf(question, table, measured, mentioned)
  const group = /\b(?:each|every|per)\b/i.test(question) ? groups[0] : undefined
  if (aggregate !== undefined) {
    if (group === undefined) return { columns: aggregate, end: '' }
    return { columns: `${nameIn(table, group)}, ${aggregate}`, end: ' GROUP BY 1' }
  }
  const listed = groups.length === 0 ? namingColumn(table) : groups[0]
  const columns = `DISTINCT ${listed === undefined ? '*' : nameIn(table, listed)}`
  const direction = MOST.test(question) ? 'DESC' : LEAST.test(question) ? 'ASC' : undefined
  if (direction === undefined || measured === undefined) return { columns, end: '' }
  return {
    columns: columns.replace('DISTINCT ', ''),
    end: ` ORDER BY ${nameIn(table, measured)} ${direction} LIMIT 1`,
  }
}

function aggregateOf(
  question: string,
  table: RevealedTable,
  measured: RevealedColumn | undefined,
  mentioned: readonly RevealedColumn[],
): string | undefined {
  const numeric = measured === undefined ? undefined : nameIn(table, measured)
  const decimals = decimalsOf(question)
  const round = (sql: string) => (decimals === undefined ? sql : `round(${sql}, ${decimals})`)
  if (/\b(?:average|mean|on average)\b/i.test(question)) return numeric && round(`avg(${numeric})`)
  if (/\b(?:total|sum|altogether|add up|adding up)\b/i.test(question) && numeric !== undefined) {
    return round(`sum(${numeric})`)
  }
  if (/\b(?:how many|number of|count)\b/i.test(question)) {
    const [counted] = mentioned
    const isDistinct = /\b(?:different|distinct)\b/i.test(question) && counted !== undefined
    return isDistinct ? `count(DISTINCT ${nameIn(table, counted)})` : 'count(*)'
  }
  if (/^(?:which|who|whose|where|name)\b/i.test(question)) return undefined
  if (MOST.test(question)) return numeric && `max(${numeric})`
  return LEAST.test(question) ? numeric && `min(${numeric})` : undefined
}

/** The numeric column that shares most words with the question, else the first that is no key. */
function measuredColumn(question: string, { columns }: RevealedTable): RevealedColumn | undefined {
  const numeric = columns.filter((column) => isNumeric(column) && !isKey(column))
  return mentionedColumns(question, numeric)[0] ?? numeric[0]
}

function nameIn(table: RevealedTable, column: RevealedColumn): string {
  return `${quoteName(table.name)}.${quoteName(column.name)}`
}
