import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createRandom } from '../../../datasets/builtin/random.ts'
import { parseQuery } from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import type { Row } from '../../../sql/cell.ts'
import { normalizeSql } from '../../../sql/tokens.ts'
import { sameRows } from '../../../verify/same-rows.ts'
import { REWRITE_RULES, rewritesOf } from './rewrites.ts'
import type { RewriteRule } from './rewrites.ts'

function parsed(sql: string): Query {
  const query = parseQuery(sql)
  if (query === undefined) throw new Error(`Expected SQL that can be parsed: ${sql}`)
  return query
}

function rewritten(rule: RewriteRule, sql: string): string | undefined {
  return rewritesOf(parsed(sql), createRandom(1)).find((rewrite) => rewrite.rule === rule)?.sql
}

it.each<[RewriteRule, string, string]>([
  [
    'sides of comparisons exchanged',
    'SELECT a FROM t WHERE a < 3 AND b = 1',
    'SELECT a FROM t WHERE 3 > a AND 1 = b',
  ],
  ['comparisons as NOT', 'SELECT a FROM t WHERE a > 3', 'SELECT a FROM t WHERE (NOT (a <= 3))'],
  [
    'conditions reordered',
    'SELECT a FROM t WHERE a AND (b OR c)',
    'SELECT a FROM t WHERE (b OR c) AND a',
  ],
  [
    'BETWEEN as comparisons',
    'SELECT a FROM t WHERE a NOT BETWEEN 1 AND 2',
    'SELECT a FROM t WHERE (a < 1 OR a > 2)',
  ],
  [
    'IN list as comparisons',
    'SELECT a FROM t WHERE a NOT IN (1, 2)',
    'SELECT a FROM t WHERE (a <> 1 AND a <> 2)',
  ],
  [
    'IN subquery as EXISTS',
    'SELECT a FROM t WHERE a IN (SELECT b FROM u)',
    'SELECT a FROM t WHERE EXISTS (WITH chosen(picked) AS (SELECT b FROM u) SELECT 1 FROM chosen WHERE a = picked)',
  ],
  [
    'count as sum',
    'SELECT count(*), count(a) FROM t',
    'SELECT coalesce(sum(1), 0), coalesce(sum(CASE WHEN a IS NULL THEN 0 ELSE 1 END), 0) FROM t',
  ],
  [
    'DISTINCT as GROUP BY',
    'SELECT DISTINCT a FROM t WHERE b ORDER BY a',
    'SELECT  a FROM t WHERE b GROUP BY a  ORDER BY a',
  ],
  ['max as first row', 'SELECT min(a) FROM t', 'SELECT a FROM t ORDER BY a IS NULL, a ASC LIMIT 1'],
  [
    'JOIN as comma',
    'SELECT x.a FROM t AS x JOIN u ON x.a = u.a WHERE b OR c',
    'SELECT x.a FROM t AS x, u WHERE (x.a = u.a) AND (b OR c) ',
  ],
  [
    'aliases renamed',
    'SELECT x.a FROM t AS x WHERE x.b = 1',
    'SELECT renamed_1.a FROM t AS renamed_1 WHERE renamed_1.b = 1',
  ],
  ['aliases added', 'SELECT t.a FROM t', 'SELECT added_1.a FROM t AS added_1'],
  [
    'set operation as EXISTS',
    'SELECT a FROM t EXCEPT SELECT b FROM u',
    'WITH one(value) AS (SELECT a FROM t), other(value) AS (SELECT b FROM u) SELECT DISTINCT one.value FROM one WHERE NOT EXISTS (SELECT 1 FROM other WHERE other.value IS one.value)',
  ],
  [
    'in a FROM',
    'SELECT a, b FROM t ORDER BY b DESC LIMIT 3',
    'SELECT * FROM (SELECT a, b FROM t) AS answer_table ORDER BY 2 DESC LIMIT 3',
  ],
  [
    'sort keys handed on',
    'SELECT a FROM t ORDER BY b DESC',
    'SELECT column_1 FROM (SELECT a AS column_1, b AS key_1 FROM t ORDER BY b DESC) AS sorted_rows ORDER BY key_1 DESC',
  ],
])('%s: %s', (rule, sql, other) => {
  expect(rewritten(rule, sql)).toBe(other)
})

it.each<[RewriteRule, string, string]>([
  ['IN subquery as EXISTS', 'a NULL in it', 'SELECT a FROM t WHERE a NOT IN (SELECT b FROM u)'],
  ['tables in reverse', 'the columns follow them', 'SELECT * FROM t JOIN u ON t.a = u.a'],
  ['JOIN as comma', 'rows without a partner stay', 'SELECT t.a FROM t LEFT JOIN u ON t.a = u.a'],
  ['arms exchanged', 'it is no set that is kept', 'SELECT a FROM t EXCEPT SELECT a FROM u'],
  ['in a FROM', 'nothing outside sorts it', 'SELECT a FROM t ORDER BY b LIMIT 3'],
  ['first row as max', 'NULL comes first', 'SELECT a FROM t ORDER BY b LIMIT 1'],
])('%s is left out where it means something else: %s', (rule, _why, sql) => {
  expect(rewritten(rule, sql)).toBeUndefined()
})

describe('on a database', () => {
  let database: Database.Database
  beforeAll(() => {
    database = new Database(':memory:')
    database.exec(`
      CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c REAL);
      CREATE TABLE u (t_id INTEGER, d TEXT, e INTEGER);
      INSERT INTO t VALUES (1, 3, 'x', 0.5), (2, NULL, 'y', 1.5), (3, 7, NULL, 2.5), (4, 3, 'x', NULL),
        (5, 0, '', 4.5), (6, -2, 'z', 9.25);
      INSERT INTO u VALUES (1, 'x', 5), (1, 'y', NULL), (3, 'x', 0), (4, NULL, 2), (6, 'z', 2),
        (9, 'q', 11);
    `)
  })
  afterAll(() => database.close())

  const QUERIES = [
    "SELECT count(*), avg(a), count(b) FROM t WHERE a >= 0 AND NOT b = 'y'",
    'SELECT DISTINCT b FROM t WHERE a BETWEEN 0 AND 7 OR c > 4 ORDER BY b',
    'SELECT x.b, y.d FROM t AS x JOIN u AS y ON y.t_id = x.id WHERE y.e IN (5, 2) ORDER BY x.c DESC',
    'SELECT b, count(*) AS n FROM t LEFT JOIN u ON u.t_id = t.id GROUP BY b HAVING count(*) > 1',
    'SELECT b FROM t WHERE id IN (SELECT t_id FROM u WHERE e <> 5) AND a NOT IN (7, 8)',
    'SELECT count(DISTINCT b) FROM t',
    'SELECT max(c) FROM t WHERE a < 7',
    'SELECT min(a) FROM t',
    'SELECT b FROM t ORDER BY c DESC LIMIT 1',
    'SELECT b FROM t INTERSECT SELECT d FROM u',
    'SELECT b FROM t EXCEPT SELECT d FROM u',
    'SELECT a FROM t UNION ALL SELECT e FROM u',
    'SELECT a, b FROM t UNION SELECT e, d FROM u ORDER BY 1, b',
    'SELECT b FROM t GROUP BY b ORDER BY count(*) DESC, b LIMIT 2',
    'WITH big AS (SELECT * FROM t WHERE c >= 1.5) SELECT big.b FROM big JOIN u ON u.t_id = big.id',
  ]

  const rowsOf = (sql: string) => database.prepare<[], Row>(sql).raw().safeIntegers().all()

  it.each(QUERIES)('returns what the query returns, by three rules or more: %s', (sql) => {
    const rewrites = rewritesOf(parsed(sql), createRandom(3))
    expect(rewrites.length).toBeGreaterThanOrEqual(3)
    const order = sql.includes('ORDER BY') ? 'as_given' : 'any'
    for (const rewrite of rewrites) {
      expect(normalizeSql(rewrite.sql)).not.toBe(normalizeSql(sql))
      const isSame = sameRows(rowsOf(rewrite.sql), rowsOf(sql), order)
      expect([rewrite.rule, rewrite.sql, isSame]).toEqual([rewrite.rule, rewrite.sql, true])
    }
  })

  it('uses every rule', () => {
    const used = QUERIES.flatMap((sql) => rewritesOf(parsed(sql), createRandom(3)))
    expect(new Set(used.map(({ rule }) => rule))).toEqual(new Set(REWRITE_RULES))
  })
})
