import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { createLineReader } from './line-reader.ts'

it('gives the same lines however the bytes are cut, in the middle of a character too', () => {
  const texts = fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')))
  fc.assert(
    fc.property(texts, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (lines, sizes) => {
      const wellFormed = lines.map((line) => line.toWellFormed())
      let bytes = Buffer.from(wellFormed.map((line) => `${line}\n`).join(''))
      const read = createLineReader()
      const got: string[] = []
      for (const size of sizes) {
        if (bytes.length === 0) break
        const piece = Buffer.from(bytes.subarray(0, size))
        got.push(...read(piece))
        piece.fill(0)
        bytes = bytes.subarray(size)
      }
      expect(got).toEqual(wellFormed)
    }),
  )
})

it('keeps a line back until its end has come', () => {
  const read = createLineReader()
  expect(read(Buffer.from('a\nb'))).toEqual(['a'])
  expect(read(Buffer.from('c'))).toEqual([])
  expect(read(Buffer.from('\n\n'))).toEqual(['bc', ''])
})
