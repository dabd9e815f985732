import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { HOSTILE_STATEMENTS } from '../../../test/sql-corpus.ts'
import { BLAMED_SPANS_MAX, blamedSpans } from './blamed-spans.ts'
import type { BlamedFailure } from './blamed-spans.ts'

const blamed = (sql: string, failure: BlamedFailure) =>
  blamedSpans(sql, failure).map(({ start, end }) => sql.slice(start, end))
const failed = (message: string): BlamedFailure => ({ kind: 'failed', message })

describe('of a query that failed', () => {
  it.each([
    ['SELECT age, AGE FROM pet', 'no such column: age', ['age', 'AGE']],
    ['SELECT p.age FROM pet p', 'no such column: p.age', ['p.age']],
    ['SELECT "p" . [age], age FROM pet p', 'no such column: p.age', ['"p" . [age]']],
    ['SELECT age AS age FROM age', 'no such column: age', ['age']],
    ['SELECT a.x FROM a JOIN b USING (x) WHERE x', 'ambiguous column name: x', ['x', 'x']],
    ['SELECT "odd ""name""" FROM t', 'no such column: odd "name"', ['"odd ""name"""']],
    ['SELECT dog FROM dog, Dog', 'no such table: dog', ['dog', 'Dog']],
    ['SELECT * FROM main.dog', 'no such table: main.dog', ['main.dog']],
    ['SELECT d.* FROM pet', 'no such table: d', ['d']],
    ['SELECT left, left(name) FROM pet', 'no such function: left', ['left']],
    ['SELECT abs(1, 2)', 'wrong number of arguments to function abs()', ['abs']],
    ['SELECT 1 FROM pet WHERE count(*)', 'misuse of aggregate: count()', ['count']],
    ['SELECT 1 FROM pet WHERE rank()', 'misuse of window function rank()', ['rank']],
    ['SELEC 1', 'near "SELEC": syntax error', ['SELEC']],
    ['SELECT , FROM pet', 'near ",": syntax error', [',']],
    ["SELECT 'open", `unrecognized token: "'open"`, ["'open"]],
    ['SELECT 12ab', 'unrecognized token: "12ab"', ['12ab']],
    ["SELECT '🏝 age', age", 'no such column: age', ['age']],
  ])('%s: %s', (sql, message, words) => {
    expect(blamed(sql, failed(message))).toEqual(words)
  })

  it.each(['incomplete input', 'integer overflow', 'no such column: nowhere', ''])(
    'blames nothing less than all for %j',
    (message) => {
      expect(blamed('SELECT 1 +', failed(message))).toEqual([])
    },
  )

  it('blames all where there are too many places', () => {
    const sql = (count: number) => `SELECT ${Array(count).fill('age').join()} FROM pet`
    const failure = failed('no such column: age')
    expect(blamed(sql(BLAMED_SPANS_MAX), failure)).toHaveLength(BLAMED_SPANS_MAX)
    expect(blamed(sql(BLAMED_SPANS_MAX + 1), failure)).toEqual([])
  })
})

describe('of a query that was refused', () => {
  it.each<readonly [string, Extract<BlamedFailure, { kind: 'refused' }>['reason'], string[]]>([
    [' -- look\nPRAGMA table_list', 'pragma', ['PRAGMA']],
    ['EXPLAIN QUERY PLAN SELECT 1', 'explain', ['EXPLAIN']],
    ['SELECT 1; SELECT 2; -- x', 'many_statements', ['SELECT 2']],
    ['DELETE FROM pet', 'not_reading', ['DELETE']],
    ['WITH old AS (SELECT 1) UPDATE pet SET name = 1', 'not_reading', ['UPDATE']],
    ['SELECT name FROM "sqlite_schema"', 'schema_table', ['"sqlite_schema"']],
    ['SELECT name FROM shown_schema', 'schema_table', []],
    ["SELECT * FROM pragma_table_info('pet')", 'table_function', ['pragma_table_info']],
    ["SELECT date('now'), CURRENT_DATE", 'clock', ["'now'", 'CURRENT_DATE']],
    ['SELECT date()', 'clock', ['date']],
    ['SELECT random, random() FROM "order"', 'chance', ['random']],
    ['', 'empty', []],
  ])('%s: %s', (sql, reason, words) => {
    expect(blamed(sql, { kind: 'refused', reason })).toEqual(words)
  })

  it('finds the word of most hostile statements', () => {
    const refused = HOSTILE_STATEMENTS.flatMap(([sql, reason]) =>
      reason === 'failed' || reason === 'empty' ? [] : [blamed(sql, { kind: 'refused', reason })],
    )
    const found = refused.filter((words) => words.length > 0)
    expect(found.length / refused.length).toBeGreaterThan(0.9)
  })
})

it('stays within the text and in its order, whatever is said of it', () => {
  const word = fc.constantFrom('age', 'p', '.', '"age"', '(', ',', 'FROM', '🏝', "'", '"', ';', '\0')
  const sql = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '))
  const name = fc.oneof(word, fc.string({ unit: 'binary' }))
  const failure = fc.oneof(
    fc.tuple(fc.constantFrom('no such column: ', 'no such table: ', 'no such function: '), name),
    name.map((text) => ['near "', `${text}": syntax error`] as const),
  )
  fc.assert(
    fc.property(sql, failure, (text, [begin, rest]) => {
      let before = 0
      for (const { start, end } of blamedSpans(text, failed(begin + rest))) {
        expect(start).toBeGreaterThanOrEqual(before)
        expect(end).toBeGreaterThan(start)
        before = end
      }
      expect(before).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 500 },
  )
})
