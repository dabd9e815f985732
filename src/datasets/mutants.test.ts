import { expect, it } from 'vitest'

import { doubleMutantsOf, mutantsOf } from './mutants.ts'
import { parseQuery } from './sql-syntax.ts'

function mutantsOfSql(sql: string): string[] {
  const query = parseQuery(sql)
  return query === undefined
    ? []
    : mutantsOf(query).map((mutant) => `${mutant.kind}: ${mutant.sql}`)
}

it.each([
  ['SELECT DISTINCT a FROM t', 'distinct_dropped: SELECT  a FROM t'],
  ['SELECT count(DISTINCT a) FROM t', 'distinct_dropped: SELECT count( a) FROM t'],
  ['SELECT max(a) FROM t', 'other_aggregate: SELECT min(a) FROM t'],
  ['SELECT avg(a) FROM t', 'other_aggregate: SELECT sum(a) FROM t'],
  [
    'SELECT a FROM t LEFT OUTER JOIN u ON t.a = u.a',
    'inner_for_left: SELECT a FROM t JOIN u ON t.a = u.a',
  ],
  ['SELECT a FROM t LIMIT 1', 'limit_off_by_one: SELECT a FROM t LIMIT 2'],
])('%s becomes %s', (sql, mutant) => {
  expect(mutantsOfSql(sql)).toEqual([mutant])
})

it('flips comparisons, and drops what a condition demands one by one', () => {
  expect(mutantsOfSql('SELECT a FROM t WHERE b >= 1 AND (c OR d)')).toEqual([
    'filter_dropped: SELECT a FROM t WHERE 1 AND (c OR d)',
    'filter_dropped: SELECT a FROM t WHERE b >= 1 AND (1)',
    'comparison_flipped: SELECT a FROM t WHERE b > 1 AND (c OR d)',
  ])
})

it('leaves alone what joins tables, wherever it stands', () => {
  expect(mutantsOfSql('SELECT t.a FROM t JOIN u ON t.a = u.a')).toEqual([])
  expect(mutantsOfSql('SELECT t.a FROM t, u WHERE t.a = u.a')).toEqual([])
})

it('takes a limit down too, but not to nothing, and max of one row for no aggregate', () => {
  expect(mutantsOfSql('SELECT max(a, b) FROM t LIMIT 3')).toEqual([
    'limit_off_by_one: SELECT max(a, b) FROM t LIMIT 4',
    'limit_off_by_one: SELECT max(a, b) FROM t LIMIT 2',
  ])
})

it('reaches subqueries', () => {
  expect(mutantsOfSql('SELECT a FROM t WHERE b IN (SELECT b FROM u WHERE c = 1)')).toContain(
    'comparison_flipped: SELECT a FROM t WHERE b IN (SELECT b FROM u WHERE c <> 1)',
  )
})

it('makes two slips at once, never in one place', () => {
  const query = parseQuery('SELECT DISTINCT a FROM t WHERE b > 1')
  expect(query && doubleMutantsOf(query)).toEqual([
    'SELECT  a FROM t WHERE 1',
    'SELECT  a FROM t WHERE b >= 1',
  ])
})
