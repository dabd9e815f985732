import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { cutToJsonBytes, firstChars, jsonBytes, utf8Bytes } from './cut-text.ts'

it('never parts a character that takes two units', () => {
  expect(firstChars('a😀b', 2)).toBe('a😀')
  expect(cutToJsonBytes('😀'.repeat(10), 20).isWellFormed()).toBe(true)
})

it('counts what JSON takes for each character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(jsonBytes(text)).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(text)) - 2)
      expect(utf8Bytes(text)).toBe(Buffer.byteLength(text))
    }),
  )
})

it('keeps what fits and says what was cut', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 16, max: 64 }),
      (text, bytesMax) => {
        const cut = cutToJsonBytes(text, bytesMax)
        expect(jsonBytes(cut)).toBeLessThanOrEqual(bytesMax)
        expect(cut === text).toBe(jsonBytes(text) <= bytesMax)
        expect(cut === text || cut.endsWith('… (cut)')).toBe(true)
      },
    ),
  )
})
