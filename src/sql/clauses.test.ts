import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { HOSTILE_STATEMENTS, LEGITIMATE_STATEMENTS } from '../../test/sql-corpus.ts'
import { clausesOf, withoutClause } from './clauses.ts'

const texts = (sql: string, clausesMax = 8) =>
  clausesOf(sql, clausesMax).map(({ span }) => sql.slice(span.start, span.end))
const rests = (sql: string) => clausesOf(sql, 8).map((clause) => withoutClause(sql, clause))

describe('clausesOf', () => {
  it('cuts a SELECT into items, tables, conditions and the rest', () => {
    const sql = 'SELECT DISTINCT a, b FROM t JOIN u ON t.x = u.y WHERE c AND d ORDER BY a LIMIT 3'
    expect(texts(sql, 9)).toEqual([
      'DISTINCT',
      'a',
      'b',
      'FROM t',
      'JOIN u ON t.x = u.y',
      'c',
      'd',
      'ORDER BY a',
      'LIMIT 3',
    ])
  })

  it.each<readonly [number, readonly string[]]>([
    [9, ['a', 'b', 'FROM t', ', u', 'c', 'd', 'GROUP BY a', 'HAVING b', 'LIMIT 1']],
    [8, ['a', 'b', 'FROM t', ', u', 'WHERE c AND d', 'GROUP BY a', 'HAVING b', 'LIMIT 1']],
    [7, ['a, b', 'FROM t', ', u', 'WHERE c AND d', 'GROUP BY a', 'HAVING b', 'LIMIT 1']],
    [6, ['a, b', 'FROM t, u', 'WHERE c AND d', 'GROUP BY a', 'HAVING b', 'LIMIT 1']],
    [5, []],
  ])('takes conditions, items and tables together until there are at most %i', (max, clauses) => {
    const sql = 'SELECT a, b FROM t, u WHERE c AND d GROUP BY a HAVING b LIMIT 1'
    expect(texts(sql, max)).toEqual(clauses)
  })

  it.each([
    ['a BETWEEN 1 AND 2 AND b', ['a BETWEEN 1 AND 2', 'b']],
    ['a AND b OR c', ['WHERE a AND b OR c']],
    ['CASE WHEN a AND b THEN c END AND d', ['CASE WHEN a AND b THEN c END', 'd']],
    ['(a AND b) AND d', ['(a AND b)', 'd']],
    ['a IS NOT DISTINCT FROM b AND c', ['a IS NOT DISTINCT FROM b', 'c']],
    ['end = 1 AND c', ['end = 1', 'c']],
    ['a = 1', ['WHERE a = 1']],
  ])('reads conditions as SQLite binds them: %s', (condition, clauses) => {
    expect(texts(`SELECT x FROM t WHERE ${condition}`).slice(2)).toEqual(clauses)
  })

  it('takes the arms of a compound for its clauses', () => {
    const sql = 'WITH q AS (SELECT 1) SELECT a FROM q UNION ALL SELECT b FROM r WHERE c ORDER BY 1'
    expect(texts(sql)).toEqual([
      'WITH q AS (SELECT 1)',
      'SELECT a FROM q',
      'UNION ALL SELECT b FROM r WHERE c',
      'ORDER BY 1',
    ])
  })

  it.each(['', ';', 'VALUES (1), (2)', 'DELETE FROM pet', 'SELEC 1', '-- nothing'])(
    'has none for what is no SELECT: %j',
    (sql) => {
      expect(clausesOf(sql, 8)).toEqual([])
    },
  )

  it('keeps comments and a closing semicolon out', () => {
    const sql = ';; -- first\nSELECT a /* the one */ FROM t /* end */ ; -- last'
    expect(texts(sql)).toEqual(['a', 'FROM t'])
  })

  it('stays within the text and in its order, whatever the statement', () => {
    const statements = [
      ...HOSTILE_STATEMENTS.map(([sql]) => sql),
      ...LEGITIMATE_STATEMENTS.map(([sql]) => sql),
    ]
    const piece = fc.constantFrom(
      ...'SELECT FROM WHERE AND OR CASE END ( ) , ; . JOIN LEFT UNION ALL ORDER BY LIMIT'.split(
        ' ',
      ),
      'a',
      'WITH',
      'BETWEEN',
      'DISTINCT',
      'GROUP',
      'WINDOW',
      'AS',
      "'x",
      '"🏝"',
      '--',
      '\0',
    )
    const sql = fc.oneof(
      fc.constantFrom(...statements),
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(' ')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(sql, fc.integer({ min: 1, max: 10 }), (text, clausesMax) => {
        const clauses = clausesOf(text, clausesMax)
        expect(clauses.length).toBeLessThanOrEqual(clausesMax)
        let before = 0
        for (const { span, cut } of clauses) {
          expect(span.start).toBeGreaterThanOrEqual(before)
          expect(span.end).toBeGreaterThanOrEqual(span.start)
          expect(cut.end).toBeGreaterThanOrEqual(cut.start)
          before = span.end
        }
        expect(before).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe('withoutClause', () => {
  it('takes the comma along that a select item leaves alone', () => {
    expect(rests('SELECT a, b FROM t')).toEqual([
      'SELECT  b FROM t',
      'SELECT a  FROM t',
      'SELECT a, b  ',
    ])
  })

  it('takes the AND along, and the WHERE with the only condition', () => {
    expect(rests('SELECT a FROM t WHERE b AND c').slice(2)).toEqual([
      'SELECT a FROM t WHERE  c',
      'SELECT a FROM t WHERE b  ',
    ])
    expect(rests('SELECT a FROM t WHERE b')[2]).toBe('SELECT a FROM t  ')
  })

  it('leaves FROM where another table follows', () => {
    expect(rests('SELECT 1 FROM t, u').slice(1)).toEqual(['SELECT 1 FROM   u', 'SELECT 1 FROM t '])
  })

  it('takes the operator along with an arm', () => {
    expect(rests('SELECT 1 UNION SELECT 2')).toEqual([' SELECT 2', 'SELECT 1  '])
  })
})
