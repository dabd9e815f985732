import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toSafeText } from './safe-text.ts'

describe('toSafeText', () => {
  it.each([
    ['an ANSI sequence', '\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    ['an ANSI sequence by its C1 character', '\u009b2J', '\\u{9b}2J'],
    ['a carriage return, which would write over the line', 'safe\rX', 'safe\\u{d}X'],
    ['a bell, a backspace and a delete', '\u0007\b\u007f', '\\u{7}\\u{8}\\u{7f}'],
    ['a right-to-left override', 'exe\u202etxt', 'exe\\u{202e}txt'],
    ['a bidi isolate and a mark', '\u2066a\u2069\u200f', '\\u{2066}a\\u{2069}\\u{200f}'],
    ['what cannot be seen', 'a\u200bb\ufeff\u00ad', 'a\\u{200b}b\\u{feff}\\u{ad}'],
    ['a hidden tag', '\u{e0041}', '\\u{e0041}'],
    ['a lone surrogate', '\ud800x', '\\u{d800}x'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
  ])('S11: shows %s instead of sending it to the terminal', (_, text, safe) => {
    expect(toSafeText(text)).toBe(safe)
  })

  it.each(['plain', 'two\nlines', 'Fernando de la Rúa', '東京 😀', "x'c0ffee' | NULL", ''])(
    'leaves %j as it is',
    (text) => {
      expect(toSafeText(text)).toBe(text)
    },
  )

  it('S11: leaves no character to obey in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(/[^\P{Cc}\n]|[\p{Bidi_Control}]/u.test(toSafeText(text))).toBe(false)
      }),
    )
  })
})
