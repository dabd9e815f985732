import { expect, it } from 'vitest'

import { goldForm } from './gold-form.ts'

it.each([
  [
    'aliases',
    'SELECT a.x FROM t AS a JOIN u b ON a.id = b.id',
    'SELECT T1.x FROM t T1 JOIN u AS T2 ON T1.id = T2.id;',
  ],
  ['case and blanks', 'select  X from T', 'SELECT x FROM t -- all'],
  [
    'names of columns',
    'SELECT count(*) AS n FROM t ORDER BY n',
    'SELECT count(*) total FROM t ORDER BY total',
  ],
  [
    'names of WITH queries',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    'WITH b AS (SELECT 1) SELECT * FROM b',
  ],
  [
    'quotes around a text (N9)',
    'SELECT x FROM t WHERE y = "Ann"',
    "SELECT x FROM t WHERE y = 'Ann'",
  ],
])('passes over %s', (_what, one, other) => {
  expect(goldForm(one)).toBe(goldForm(other))
})

it.each([
  ['another table', 'SELECT x FROM t', 'SELECT x FROM u'],
  ['another column', 'SELECT a.x FROM t a', 'SELECT a.y FROM t a'],
  ['another text', "SELECT x FROM t WHERE y = 'Ann'", "SELECT x FROM t WHERE y = 'ann'"],
  [
    'columns of the other table',
    'SELECT a.x FROM t a, t b WHERE a.y < b.y',
    'SELECT b.x FROM t a, t b WHERE a.y < b.y',
  ],
])('tells %s apart', (_what, one, other) => {
  expect(goldForm(one)).not.toBe(goldForm(other))
})
