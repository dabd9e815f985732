/** Queries that mostly run: calls, conditions and subqueries inside each other, over real tables. */

import * as fc from 'fast-check'

import { FUNCTIONS, LITERALS, TABLES } from './sql-words.ts'

const pick = (texts: readonly string[]) => fc.constantFrom(...texts)

/** Stands for a column, until it is known of which table. */
const COLUMN = fc.nat(9).map((index) => `⟦${index}⟧`)

function withColumns(text: string, columns: readonly string[]): string {
  return text.replaceAll(/⟦(\d)⟧/g, (_, index) => columns[Number(index) % columns.length] ?? '')
}

const OPERATORS = '= <> < || -> ->> IS LIKE GLOB + - * / % & << AND OR'.split(' ')
const TYPES = ['INTEGER', 'TEXT', 'REAL', 'BLOB', 'NUMERIC']

const COMPOUNDS = ['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT']

type Parts = { query: string; source: string; expression: string; call: string }

export const QUERIES = fc.letrec<Parts>((tie) => {
  const inner = tie('expression')
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: pick(LITERALS) },
      { weight: 4, arbitrary: COLUMN },
      { weight: 6, arbitrary: tie('call') },
      {
        weight: 2,
        arbitrary: fc.tuple(inner, pick(OPERATORS), inner).map((parts) => `(${parts.join(' ')})`),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, pick(TYPES)).map(([value, type]) => `CAST(${value} AS ${type})`),
      },
      { weight: 1, arbitrary: inner.map((value) => `CASE WHEN ${value} THEN 1 ELSE 'x' END`) },
      { weight: 1, arbitrary: tie('query').map((query) => `(${query} LIMIT 1)`) },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, tie('query')).map(([value, query]) => `${value} IN (${query})`),
      },
    ),
    call: fc
      .tuple(
        fc.constantFrom(...FUNCTIONS),
        fc.array(inner, { minLength: 4, maxLength: 4 }),
        fc.nat(4),
        pick(['', '', ' OVER ()', ' FILTER (WHERE 1)', ' OVER (ORDER BY 1 ROWS 1 PRECEDING)']),
      )
      .map(([{ name, argumentCount, isWindow }, values, anyCount, behind]) => {
        const count = argumentCount < 0 ? anyCount : argumentCount
        return `${name}(${values.slice(0, count).join(', ')})${isWindow ? behind : ''}`
      }),
    source: fc.oneof(
      { weight: 1, arbitrary: fc.constant('') },
      { weight: 6, arbitrary: fc.nat(TABLES.length - 1).map(String) },
    ),
    query: fc
      .tuple(
        tie('source'),
        inner,
        fc.option(inner, { freq: 2, nil: null }),
        pick(['', '', '', ' ORDER BY 1', ' LIMIT 3', ' GROUP BY 1', ' GROUP BY 1 HAVING 1']),
        fc.option(fc.tuple(pick(COMPOUNDS), pick(LITERALS)), { freq: 5, nil: null }),
      )
      .map(([source, shown, condition, end, compound]) => {
        const [table, columns] = TABLES[source === '' ? -1 : Number(source)] ?? ['', ['1']]
        const from = table === '' ? '' : ` FROM ${table}`
        const where = condition === null ? '' : ` WHERE ${condition}`
        const more = compound === null ? '' : ` ${compound[0]} SELECT ${compound[1]}`
        const ending = compound === null ? end : ''
        return withColumns(`SELECT ${shown}${from}${where}${more}${ending}`, columns)
      }),
  }
}).query
