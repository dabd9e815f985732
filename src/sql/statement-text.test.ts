import { expect, it } from 'vitest'

import { judgeStatementText } from './statement-text.ts'

it.each([
  'PRAGMA x',
  'pragma x',
  'PRAGMA"x"=1',
  '\uFEFF;\n/* a */;-- b\nPRAGMA x',
  '/*/ PRAGMA is not here */ PRAGMA x',
  'EXPLAIN PRAGMA x',
  'EXPLAIN/**/QUERY--\nPLAN PRAGMA x',
  'EXPLAIN; PRAGMA x',
])('S4: knows a pragma by its first word, whatever stands before it: %j', (sql) => {
  expect(judgeStatementText(sql)).toEqual({ kind: 'refused', reason: 'pragma' })
})

it.each([
  '-- PRAGMA x\nSELECT 1',
  '/* PRAGMA x */ SELECT 1',
  "SELECT 'PRAGMA x'",
  'SELECT 1 AS pragma',
  'pragma_x',
  '"PRAGMA" x',
  "'; PRAGMA x'",
])('S2: leaves to the engine what only looks like a pragma: %j', (sql) => {
  expect(judgeStatementText(sql).kind).toBe('statement')
})

it('does not look behind the first statement, since the engine prepares nothing of it', () => {
  expect(judgeStatementText('SELECT 1; PRAGMA x').kind).toBe('statement')
})

it.each(['EXPLAIN SELECT 1', '; explain query plan SELECT 1', 'EXPLAIN'])('refuses %j', (sql) => {
  expect(judgeStatementText(sql)).toEqual({ kind: 'refused', reason: 'explain' })
})

it.each(['', ' \n', ';;', '-- SELECT 1', '/* SELECT 1'])('finds nothing in %j', (sql) => {
  expect(judgeStatementText(sql)).toEqual({ kind: 'refused', reason: 'empty' })
})

it('gives the statement from its first word on, else unchanged', () => {
  const sql = ' ;/* a */; SELECT  "A" -- b\n ;'
  expect(judgeStatementText(sql)).toEqual({ kind: 'statement', sql: 'SELECT  "A" -- b\n ;' })
})

it('takes no text that the engine would read to its first NUL only', () => {
  expect(judgeStatementText('SELECT 1\0').kind).toBe('failed')
})
