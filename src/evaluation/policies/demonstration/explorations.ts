/**
 * Small queries that somebody would run who is on the way to gold's SQL. None counts a table's rows:
 * DESCRIBE has shown them.
 */

import type { RevealedTable } from '../../../client/schema-info.ts'
import { cutToRows, cutToShape, filtersOf, mentionsOf } from './gold-parts.ts'
import { nameText } from './name-text.ts'

const NUMBER = /int|real|num|dec|float|double|year/i

/**
 * @param tables - those of gold, described
 * @returns each runs without an error; some may be gold's SQL itself
 */
export function explorationsOf(goldSql: string, tables: readonly RevealedTable[]): string[] {
  const filters = filtersOf(goldSql, tables)
  const filtered = filters.flatMap(({ table, column, literal, operator }) => {
    const [from, name] = [`FROM ${nameText(table)}`, nameText(column)]
    return [
      `SELECT DISTINCT ${name} ${from} LIMIT 10`,
      `SELECT ${name}, COUNT(*) ${from} GROUP BY ${name} ORDER BY COUNT(*) DESC LIMIT 5`,
      `SELECT COUNT(*) ${from} WHERE ${name} ${operator} ${literal}`,
    ]
  })
  const ranges = mentionsOf(goldSql, tables)
    .filter(({ type, isKey }) => NUMBER.test(type) && !isKey)
    .map(({ table, column }) => {
      const name = nameText(column)
      return `SELECT MIN(${name}), MAX(${name}) FROM ${nameText(table)}`
    })
  const joins = tables.flatMap((table) => joinsOf(table, tables))
  const parts = [cutToRows(goldSql), cutToShape(goldSql)].filter((sql) => sql !== undefined)
  return [...new Set([...filtered, ...ranges, ...joins, ...parts])]
}

/** Whether rows of two tables find each other. */
function joinsOf({ name, columns }: RevealedTable, tables: readonly RevealedTable[]): string[] {
  return columns.flatMap(({ name: column, references }) => {
    const isThere = references !== null && tables.some((other) => other.name === references.table)
    if (!isThere || references.table === name) return []
    const [here, there] = [nameText(name), nameText(references.table)]
    const condition = `${here}.${nameText(column)} = ${there}.${nameText(references.column)}`
    return [`SELECT COUNT(*) FROM ${here} JOIN ${there} ON ${condition}`]
  })
}
