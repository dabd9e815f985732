import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { eachToken, normalizeSql, tokenize } from './tokens.ts'

describe('tokens', () => {
  it.each<[string, string[]]>([
    ['SELECT a_1', ['word', 'blank', 'word']],
    ["'it''s' 'open", ['string', 'blank', 'string']],
    ['"a""b" `c` [d e]', ['quoted_name', 'blank', 'quoted_name', 'blank', 'quoted_name']],
    [
      '1 .5 1e3 0xff 1_000',
      ['number', 'blank', 'number', 'blank', 'number', 'blank', 'number', 'blank', 'number'],
    ],
    ["x'ff' x y'", ['blob', 'blank', 'word', 'blank', 'word', 'string']],
    ["x'fg'", ['word', 'string']],
    ['a--b\n-c', ['word', 'comment', 'blank', 'symbol', 'word']],
    ['a/*b*/ / /*c', ['word', 'comment', 'blank', 'symbol', 'blank', 'comment']],
    [
      '?1 :a @b $c #d',
      [
        'parameter',
        'blank',
        'parameter',
        'blank',
        'parameter',
        'blank',
        'parameter',
        'blank',
        'parameter',
      ],
    ],
    ['\u00a0\uFEFF\0é', ['blank', 'word']],
    ['𝒳😀\ud800', ['word', 'symbol', 'word']],
    ['.;', ['symbol', 'symbol']],
  ])('of %j are of these kinds', (sql, kinds) => {
    expect(tokenize(sql).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('give the SQL back, whatever it is, all at once or one by one', () => {
    const piece = fc.constantFrom(
      "x'",
      "'",
      '"',
      '`',
      '[',
      ']',
      '--',
      '\n',
      '/*',
      '*/',
      '1',
      '.',
      'e',
      '\0',
      '$',
      ' ',
    )
    const sql = fc
      .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 })))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(sql, (text) => {
        const tokens = tokenize(text)
        expect(tokens.map((token) => token.text).join('')).toBe(text)
        expect([...eachToken(text)]).toEqual(tokens)
        expect(tokens.every((token) => token.text !== '')).toBe(true)
      }),
    )
  })
})

it('takes SQL for the same that differs in blanks, comments, case outside quotes and closing semicolons', () => {
  expect(normalizeSql("SELECT  Name FROM pet -- all\n WHERE town = 'Oslo' ; ;")).toBe(
    normalizeSql("select name from/**/pet where town='Oslo'"),
  )
  expect(normalizeSql("SELECT 'A'")).not.toBe(normalizeSql("SELECT 'a'"))
})
