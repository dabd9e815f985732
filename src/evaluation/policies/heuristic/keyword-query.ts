/** SQL by keywords: count, average, sum, maximum, minimum, groups, the first by something, a list. */

import type { RevealedColumn, RevealedTable } from '../../../client/schema-info.ts'
import { quoteName } from '../../../sql/schema.ts'
import { comparisonOf, decimalsOf, stemOf, stemsOfName, yearOf } from './question-words.ts'
import { isKey, isNumeric, mentionedColumns, namingColumn } from './table-choice.ts'
import { quoteText } from './value-probe.ts'
import type { FoundValue } from './value-probe.ts'

const MOST =
  /(?<!\bat )\b(?:most|highest|largest|longest|biggest|greatest|maximum|latest|newest|heaviest)\b/i
const LEAST =
  /(?<!\bat )\b(?:least|lowest|smallest|shortest|fewest|minimum|earliest|oldest|lightest)\b/i

/** @param tables - that were described, the likeliest first */
export function keywordQuery(
  question: string,
  tables: readonly RevealedTable[],
  values: readonly FoundValue[],
): string | undefined {
  const [table, ...others] = tables
  if (table === undefined) return undefined
  const source = sourceOf(table, others, values)
  const { columns, isNotNull, end } = selectOf(question, table, source.filtered)
  const conditions = [
    ...source.conditions,
    ...numberConditions(question, table),
    ...isNotNull.map((column) => `${column} IS NOT NULL`),
  ]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
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
  const dated =
    table.columns.find((column) => /year/i.test(column.name) && isNumeric(column)) ??
    table.columns.find(({ name, type }) => /date|_on$|_at$/i.test(`${type} ${name}`))
  return [
    ...(comparison === undefined || compared === undefined
      ? []
      : [`${nameIn(table, compared)} ${comparison.operator} ${comparison.number}`]),
    ...(year === undefined || dated === undefined
      ? []
      : [`${nameIn(table, dated)} LIKE ${quoteText(`${year}%`)}`]),
  ]
}

type Selected = {
  readonly columns: string
  readonly isNotNull: readonly string[]
  readonly end: string
}

/** @param filtered - columns that are compared with a value, and so are not asked for */
function selectOf(question: string, table: RevealedTable, filtered: readonly string[]): Selected {
  const asked = table.columns.filter(({ name }) => !filtered.includes(name))
  const mentioned = mentionedColumns(question, asked)
  const measured = measuredColumn(question, table)
  const named = mentioned.find((column) => !isNumeric(column) && !isKey(column))
  const aggregate = aggregateOf(question, table, measured, mentioned)
  const group = /\b(?:each|every|per)\b/i.test(question) ? named : undefined
  if (aggregate !== undefined) {
    if (group === undefined) return { columns: aggregate, isNotNull: [], end: '' }
    const columns = `${nameIn(table, group)}, ${aggregate}`
    return { columns, isNotNull: [], end: ' GROUP BY 1' }
  }
  const listed = named ?? namingColumn({ ...table, columns: asked })
  const name = listed === undefined ? '*' : nameIn(table, listed)
  const direction = MOST.test(question) ? 'DESC' : LEAST.test(question) ? 'ASC' : undefined
  if (direction === undefined || measured === undefined) {
    return { columns: `DISTINCT ${name}`, isNotNull: listed === undefined ? [] : [name], end: '' }
  }
  const order = nameIn(table, measured)
  return { columns: name, isNotNull: [order], end: ` ORDER BY ${order} ${direction} LIMIT 1` }
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
    // How many minutes, passengers, packets: there is a column of them, and they are added up.
    const [, noun = ''] = /\bhow many (?:different )?([\p{L}\p{M}]+)/iu.exec(question) ?? []
    const isColumn = measured !== undefined && stemsOfName(measured.name).includes(stemOf(noun))
    const isTable = stemsOfName(table.name).includes(stemOf(noun))
    if (isColumn && !isTable) return numeric && `sum(${numeric})`
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
