import { stripVTControlCharacters } from 'node:util'

import { describe, expect, it } from 'vitest'

import { displayWidth } from './display-width.ts'
import { drawResult } from './result-screen.ts'

function draw(columns: string[], rows: string[][], width: number, note = ''): string[] {
  return stripVTControlCharacters(drawResult({ columns, rows, note }, width)).split('\n')
}

describe('drawResult', () => {
  it('aligns columns, numbers to the right', () => {
    const rows = [
      ['Aruba', '7'],
      ['Åland', '1204.5'],
      ['Chad', 'NULL'],
    ]
    expect(draw(['name', 'people'], rows, 80, '(3 of 9 rows)')).toEqual([
      '┌───┬───────┬────────┐',
      '│ # │ name  │ people │',
      '├───┼───────┼────────┤',
      '│ 1 │ Aruba │      7 │',
      '│ 2 │ Åland │ 1204.5 │',
      '│ 3 │ Chad  │   NULL │',
      '└───┴───────┴────────┘',
      '(3 of 9 rows)',
    ])
  })

  it('cuts the wide cells so that the table fits, and leaves the narrow ones whole', () => {
    const lines = draw(['id', 'text'], [['1', 'x'.repeat(500)]], 40)
    expect(lines[3]).toBe(`│ 1 │  1 │ ${'x'.repeat(26)}… │`)
    expect(lines.map(displayWidth)).toEqual([40, 40, 40, 40, 40])
  })

  it('counts wide characters twice', () => {
    const lines = draw(['town'], [['東京'.repeat(30)]], 40)
    expect(lines.every((line) => displayWidth(line) <= 40)).toBe(true)
  })

  it('draws rows one below the other where their columns would be too narrow to read', () => {
    const columns = ['first', 'second', 'third', 'fourth']
    expect(draw(columns, [['some words', 'x'.repeat(99), '3', 'NULL']], 30)).toEqual([
      '1.',
      '  first   some words',
      `  second  ${'x'.repeat(19)}…`,
      '  third   3',
      '  fourth  NULL',
    ])
  })

  it.each([0, 1, 7])('leaves it to a terminal of %i columns to wrap what fits 20', (width) => {
    const result: [string[], string[][]] = [['1', 'two'], [['1', 'x'.repeat(99)]]]
    expect(draw(...result, width)).toEqual(draw(...result, 20))
  })

  it('shows the names of a result without rows', () => {
    expect(draw(['a', 'b'], [], 80, '(no rows)')).toContain('│ # │ a │ b │')
  })
})
