import { expect, it } from 'vitest'

import { parseQuery } from './sql-syntax.ts'
import { TIE_KEY, withInnerTieKeys, withTieKey } from './tie-key.ts'

const KEY = `${TIE_KEY}()`

function parsed(sql: string) {
  const query = parseQuery(sql)
  if (query === undefined) throw new Error(`Expected SQL that can be parsed: ${sql}`)
  return query
}

it.each([
  [
    'behind the last term, before LIMIT and semicolon',
    'SELECT a FROM t ORDER BY b DESC NULLS LAST LIMIT 1;',
    `SELECT a FROM t ORDER BY b DESC NULLS LAST, ${KEY} LIMIT 1;`,
  ],
  [
    'as the only term where a LIMIT stands alone',
    'SELECT a FROM t LIMIT 1',
    `SELECT a FROM t ORDER BY ${KEY} LIMIT 1`,
  ],
  [
    'outside, not in a subquery',
    'SELECT a FROM (SELECT b AS a FROM t ORDER BY b LIMIT 1) ORDER BY a',
    `SELECT a FROM (SELECT b AS a FROM t ORDER BY b LIMIT 1) ORDER BY a, ${KEY}`,
  ],
])('puts the key %s', (_where, sql, withKey) => {
  expect(withTieKey(parsed(sql))).toBe(withKey)
})

it('puts the key around a compound, whose columns it names by position', () => {
  const sql =
    'WITH q AS (SELECT 1 AS x) SELECT x, count(*) AS n FROM q UNION SELECT t.b, 2 FROM t ' +
    'ORDER BY n DESC, b COLLATE NOCASE, 1 LIMIT 3'
  expect(withTieKey(parsed(sql))).toBe(
    'WITH q AS (SELECT 1 AS x) SELECT * FROM ( SELECT x, count(*) AS n FROM q UNION SELECT t.b, 2 ' +
      `FROM t \n) ORDER BY 2 DESC, 1 COLLATE NOCASE, 1, ${KEY} LIMIT 3`,
  )
})

it('leaves a query without ORDER BY and LIMIT alone', () => {
  expect(withTieKey(parsed('SELECT a FROM t'))).toBeUndefined()
})

it('puts keys into subqueries that have a LIMIT, and only there', () => {
  const sql =
    'SELECT a FROM t WHERE b = (SELECT b FROM u ORDER BY c LIMIT 1) ' +
    'AND b IN (SELECT b FROM u ORDER BY c) ORDER BY a LIMIT 2'
  expect(withInnerTieKeys(parsed(sql))).toBe(sql.replace('c LIMIT 1', `c, ${KEY} LIMIT 1`))
  expect(withInnerTieKeys(parsed('SELECT a FROM t ORDER BY a LIMIT 1'))).toBeUndefined()
})

it('puts keys into windows that go row by row, and only there', () => {
  const sql =
    'SELECT lag(a) OVER (PARTITION BY b ORDER BY c), sum(a) OVER (ORDER BY d), ' +
    'rank() OVER (ORDER BY e), sum(a) OVER (ORDER BY f ROWS 2 PRECEDING) FROM t'
  const withKeys = sql.replace('ORDER BY c', `ORDER BY c, ${KEY}`)
  expect(withInnerTieKeys(parsed(sql))).toBe(
    withKeys.replace('ORDER BY f ROWS', `ORDER BY f, ${KEY} ROWS`),
  )
})
