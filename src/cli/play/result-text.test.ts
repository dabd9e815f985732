import { describe, expect, it } from 'vitest'

import { parseResultText } from './result-text.ts'

describe('parseResultText', () => {
  it('reads a line of names and numbered rows', () => {
    expect(parseResultText('name | n\n1. Aruba | 7\n2. 3. Angola | NULL')).toEqual({
      columns: ['name', 'n'],
      rows: [
        ['Aruba', '7'],
        ['3. Angola', 'NULL'],
      ],
      note: '',
    })
  })

  it('keeps what is said below the rows', () => {
    expect(parseResultText('n\n1. 7\n(1 of 20 rows)')).toMatchObject({
      rows: [['7']],
      note: '(1 of 20 rows)',
    })
    expect(parseResultText('n\n(no rows)')).toMatchObject({ rows: [], note: '(no rows)' })
  })

  it('keeps empty cells, also the last one', () => {
    expect(parseResultText('a | b\n1.  | ')?.rows).toEqual([['', '']])
  })

  it.each([
    ['a cell that contains a bar', 'a | b\n1. x | y | z'],
    ['the columns of a table', 'Table t: 2 rows\n- id INTEGER, primary key'],
    ['one line', 'Correct.'],
    ['nothing', ''],
  ])('does not guess: %s is undefined', (_, text) => {
    expect(parseResultText(text)).toBeUndefined()
  })
})
