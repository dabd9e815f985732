import { describe, expect, it } from 'vitest'

import { parseResult, toAnswer } from './result-text.ts'

describe('a result', () => {
  it('is a table of its header and its numbered rows', () => {
    expect(parseResult('name | n\n1. Ann | 3\n2. Bo | ')).toEqual({
      kind: 'table',
      columns: ['name', 'n'],
      rows: [
        ['Ann', '3'],
        ['Bo', ''],
      ],
      note: '',
    })
  })

  it('keeps what the server says of rows that are not shown', () => {
    expect(parseResult('n\n1. 5\n(1 of more than 1000 rows)')).toMatchObject({
      rows: [['5']],
      note: '(1 of more than 1000 rows)',
    })
  })

  it('may have no rows', () => {
    expect(parseResult('a | b\n(no rows)')).toEqual({
      kind: 'table',
      columns: ['a', 'b'],
      rows: [],
      note: '(no rows)',
    })
  })

  it('keeps cells as the text has them: markup, directions and emoji', () => {
    const text = 'x\n1. <b onclick="x()">\n2. \u202Eabc\n3. 👩‍🔬'
    expect(parseResult(text)).toMatchObject({
      rows: [['<b onclick="x()">'], ['\u202Eabc'], ['👩‍🔬']],
    })
  })

  it.each([
    ['a cell that holds the separator', 'a | b\n1. x | y | z'],
    ['a row without its number', 'a\n1. x\ny'],
    ['numbers that are not in order', 'a\n2. x'],
    ['what DESCRIBE says', 'Table t: 3 rows\n- id INTEGER'],
    ['a single line', 'Correct.'],
  ])('stays a text with %s', (_reason, text) => {
    expect(parseResult(text)).toEqual({ kind: 'text', text })
  })
})

describe('a result as an answer', () => {
  it.each([
    ['count(*)\n1. 91', '91'],
    ['name\n1. Ann\n2. Bo', 'Ann\nBo'],
    ['name | n\n1. Ann | 3\n2. Bo | 4', 'Ann | 3\nBo | 4'],
    ['a | b\n1. x | y | z', 'a | b\n1. x | y | z'],
  ])('%j is %j', (text, answer) => {
    expect(toAnswer(parseResult(text))).toBe(answer)
  })
})
