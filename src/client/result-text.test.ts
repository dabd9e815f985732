import { describe, expect, it } from 'vitest'

import { parseResultText, toAnswerText } from './result-text.ts'

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

  it('keeps cells as the text has them: markup, directions and emoji', () => {
    const text = 'x\n1. <b onclick="x()">\n2. \u202Eabc\n3. 👩‍🔬'
    expect(parseResultText(text)?.rows).toEqual([['<b onclick="x()">'], ['\u202Eabc'], ['👩‍🔬']])
  })

  it.each([
    ['a row without its number', 'a\n1. x\ny'],
    ['numbers that are not in order', 'a\n2. x'],
    ['a cell that contains a bar', 'a | b\n1. x | y | z'],
    ['the columns of a table', 'Table t: 2 rows\n- id INTEGER, primary key'],
    ['one line', 'Correct.'],
    ['nothing', ''],
  ])('does not guess: %s is undefined', (_, text) => {
    expect(parseResultText(text)).toBeUndefined()
  })
})

describe('toAnswerText', () => {
  it.each([
    ['count(*)\n1. 91', '91'],
    ['name\n1. Ann\n2. Bo', 'Ann\nBo'],
    ['name | n\n1. Ann | 3\n2. Bo | 4', 'Ann | 3\nBo | 4'],
    ['a | b\n1. x | y | z', 'a | b\n1. x | y | z'],
  ])('writes %j as %j', (text, answer) => {
    expect(toAnswerText(text)).toBe(answer)
  })
})
