import { describe, expect, it } from 'vitest'

import { parseQuestionFile } from './question-file.ts'

describe('parseQuestionFile', () => {
  it('reads a question with its number, and gold without its semicolon', () => {
    expect(parseQuestionFile('-- 007 How many?\nSELECT COUNT(*)\nFROM t;\n')).toEqual([
      { number: '007', text: 'How many?', goldSql: 'SELECT COUNT(*)\nFROM t' },
    ])
  })

  it('joins the lines of a long text, and leaves notes out', () => {
    const file =
      '-- 001 How many\n-- of them?\n--! Ties are real.\nSELECT 1;\n\n\n-- 002 Who?\nSELECT 2;'
    expect(parseQuestionFile(file).map(({ text }) => text)).toEqual(['How many of them?', 'Who?'])
  })

  it.each([
    ['a question without SQL', '-- 001 How many?'],
    ['SQL without a question', 'SELECT 1;'],
    ['a missing semicolon', '-- 001 How many?\nSELECT 1'],
    ['a number of another length', '-- 1 How many?\nSELECT 1;'],
  ])('refuses %s', (_case, file) => {
    expect(() => parseQuestionFile(file)).toThrow('Expected "-- 001 Question?" and SQL')
  })

  it('refuses a number that comes twice', () => {
    expect(() => parseQuestionFile('-- 001 A?\nSELECT 1;\n\n-- 001 B?\nSELECT 2;')).toThrow(
      'Expected one question 001, got two',
    )
  })
})
