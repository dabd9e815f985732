import { describe, expect, it } from 'vitest'

import type { Row } from '../sql/cell.ts'
import { gradeAnswer } from './grade-answer.ts'

function verdict(answer: string, rows: readonly Row[]): boolean {
  const columns = (rows[0] ?? ['']).map(String)
  return gradeAnswer(answer, { columns, rows, rowOrderMatters: true }, 'published').isCorrect
}

describe('published grading', () => {
  it.each<[string, readonly Row[]]>([
    ['42', [[42n]]],
    ['25.0', [[25n]]],
    ['-7', [[-7n]]],
    ['Answer: "42"', [[42n]]],
    ['```\n42\n```', [[42n]]],
    ['3.14', [[3.15]]],
    ['95000.1', [[95000.0]]],
    ['101', [[100.0]]],
    ['0', [[0.0]]],
    ['Inf', [['inf']]],
    [' new  YORK ', [['New York']]],
    ['NULL', [[null]]],
    ['b, A', [['a'], ['b']]],
    [
      'Ann | 30\nBo | 41.0',
      [
        ['Ann', 30n],
        ['Bo', 41.0],
      ],
    ],
  ])('takes %j', (answer, rows) => {
    expect(verdict(answer, rows)).toBe(true)
  })

  it.each<[string, readonly Row[]]>([
    ['', [[42n]]],
    ['abc', [[42n]]],
    ['1,204', [[1204n]]],
    ['5%', [[5n]]],
    ['101.1', [[100.0]]],
    ['0.001', [[0.0]]],
    ['Inf', [[1.0]]],
    ['Oslo', [['Rome']]],
    ['a, c', [['a'], ['b']]],
    ['a', [['a'], ['b']]],
    [
      'Bo | 41\nAnn | 30',
      [
        ['Ann', 30n],
        ['Bo', 41n],
      ],
    ],
  ])('refuses %j', (answer, rows) => {
    expect(verdict(answer, rows)).toBe(false)
  })

  it('keeps the holes: fractions cut, duplicates, lists by commas, wide tolerance, no empty gold', () => {
    expect(verdict('25.9', [[25n]])).toBe(true)
    expect(verdict('a, a, b', [['a'], ['b'], ['b']])).toBe(true)
    expect(verdict('b, a', [['a'], ['b']])).toBe(true)
    expect(verdict('Smith, John, Doe, Jane', [['Smith, John'], ['Doe, Jane']])).toBe(false)
    expect(verdict('a\nb', [['a'], ['b']])).toBe(false)
    expect(verdict('2034', [[2014.0]])).toBe(true)
    expect(verdict(',', [])).toBe(true)
  })

  it('says how it read the answer', () => {
    const gold = { columns: ['n'], rows: [['a'], ['b']], rowOrderMatters: false }
    expect(gradeAnswer('B, a,b', gold, 'published').reading).toBe('a set of 2: b, a')
  })
})
