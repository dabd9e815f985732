import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { spiderDir } from '../../test/spider-dir.ts'
import { hardnessOf } from './hardness.ts'

it.each([
  ['easy', 'SELECT count(*) FROM t'],
  ['easy', 'SELECT a FROM t WHERE b BETWEEN 1 AND 2'],
  ['easy', 'SELECT a FROM t WHERE b != 1'],
  ['medium', 'SELECT a, b FROM t WHERE c = 1'],
  ['medium', 'SELECT a FROM t JOIN u ON t.id = u.id WHERE b = 1'],
  ['hard', 'SELECT a FROM t JOIN u ON t.id = u.id WHERE b = 1 OR b = 2'],
  ['hard', 'SELECT a FROM t WHERE b > (SELECT avg(b) FROM t)'],
  ['extra', 'SELECT a, b FROM t WHERE c NOT IN (SELECT c FROM u)'],
])('calls %s: %s', (level, sql) => {
  expect(hardnessOf(sql)).toBe(level)
})

describe('keeps the oddities of the published evaluation', () => {
  it('counts NOT before a condition as an aggregate, but not the one in IS NOT NULL', () => {
    const withNot = 'SELECT count(*), a FROM t WHERE a NOT LIKE 1 AND b = 1 GROUP BY a, b'
    expect(hardnessOf(withNot)).toBe('extra')
    expect(hardnessOf(withNot.replace('a NOT LIKE 1', 'a IS NOT NULL'))).toBe('hard')
  })

  it('counts the AND of a HAVING as an aggregate, and its aggregates not', () => {
    const sql = 'SELECT count(*) FROM t GROUP BY a HAVING max(b) > 1'
    expect(hardnessOf(sql)).toBe('easy')
    expect(hardnessOf(`${sql} AND min(b) > 1`)).toBe('medium')
  })

  it('takes a derived table for a table, and the ORDER BY of a compound for its last part', () => {
    expect(hardnessOf('SELECT count(*) FROM (SELECT a, b FROM t WHERE c = 1 OR d = 1)')).toBe(
      'easy',
    )
    expect(hardnessOf('SELECT a FROM t WHERE b = 1 UNION SELECT a FROM u ORDER BY a LIMIT 1')).toBe(
      'hard',
    )
  })

  it('sees conditions through parentheses', () => {
    const bare = 'SELECT a FROM t WHERE b = 1 AND c = 1 OR d = 1'
    expect(hardnessOf('SELECT a FROM t WHERE b = 1 AND (c = 1 OR d = 1)')).toBe(hardnessOf(bare))
  })
})

it.each([
  ['hard', 'a WITH as nested', 'WITH q AS (SELECT a FROM t) SELECT a FROM q'],
  ['hard', 'a subquery among the columns as nested', 'SELECT (SELECT max(a) FROM t)'],
  ['hard', 'EXISTS as nested', 'SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u)'],
  [
    'medium',
    'windows as aggregates',
    'SELECT rank() OVER (ORDER BY a), sum(b) OVER (PARTITION BY c) FROM t',
  ],
  ['medium', 'a CASE as a component', 'SELECT CASE WHEN a THEN 1 ELSE 0 END FROM t WHERE b = 1'],
  ['easy', 'max of one row as no aggregate', 'SELECT max(max(a, b)) FROM t'],
])('counts beyond the published rules, %s: %s', (level, _what, sql) => {
  expect(hardnessOf(sql)).toBe(level)
})

describe('SQL that the parser cannot read', () => {
  it('is counted by its words', () => {
    // A column may be called `match` in SQLite, and not in the parser.
    expect(hardnessOf('SELECT a AS match FROM t WHERE b LIKE 1')).toBe('medium')
    expect(hardnessOf('SELECT a AS match, b FROM t WHERE b IN (SELECT 1) AND c')).toBe('extra')
    expect(hardnessOf('SELECT a AS match FROM t UNION SELECT a FROM t WHERE b')).toBe('hard')
  })

  it('never throws', () => {
    expect(hardnessOf('')).toBe('easy')
    expect(hardnessOf('('.repeat(50_000))).toBe('easy')
    const words = fc.constantFrom(
      'SELECT',
      'a',
      ',',
      'FROM',
      't',
      '(',
      ')',
      'WHERE',
      'OR',
      "'",
      '"',
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (sql) => {
        expect(['easy', 'medium', 'hard', 'extra']).toContain(hardnessOf(sql.join(' ')))
      }),
    )
  })
})

describe.skipIf(spiderDir === undefined)('on the real questions (SPIDER_DIR)', () => {
  const dir = spiderDir ?? ''
  const read = (file: string): string => readFileSync(join(dir, file), 'utf8')
  const queries = (file: string): readonly { query: string }[] => JSON.parse(read(file))

  it('equals the published level of every one', () => {
    const files: Record<string, readonly { query: string }[]> = {
      'dev.json': queries('dev.json'),
      'train_spider.json': queries('train_spider.json'),
    }
    const facts: { file: string; row: number; hardness: string }[] = read('verification.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const different = facts.filter(
      ({ file, row, hardness }) => hardnessOf(files[file]?.[row]?.query ?? '') !== hardness,
    )
    expect(different).toEqual([])
    expect(facts).toHaveLength(676)
  })
})
