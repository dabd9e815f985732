import { expect, it } from 'vitest'

import { createByteProgress } from './byte-progress.ts'

function record(isTTY: boolean) {
  const texts: string[] = []
  const stream = { isTTY, columns: 120, write: (text: string) => texts.push(text) }
  // Only what is used of a stream.
  return { progress: createByteProgress(stream as unknown as NodeJS.WriteStream), texts }
}

it('writes a line at the beginning, and for each tenth that comes', () => {
  const { progress, texts } = record(false)
  progress.begin('Fetching a.zip', 50_000_000, 20_000_000)
  for (let count = 0; count < 30; count += 1) progress.advance(1_000_000)
  progress.end()
  expect(texts[0]).toBe('Fetching a.zip: 20.0 of 50.0 MB\n')
  expect(texts.slice(1).map((text) => text.slice('Fetching a.zip: '.length))).toEqual(
    [25, 30, 35, 40, 45, 50].map((mb) => `${mb}.0 of 50.0 MB\n`),
  )
})

it('writes lines without an end that is not known, and none for little files', () => {
  const { progress, texts } = record(false)
  progress.begin('Fetching \u001B[2Jb.zip', undefined, 0)
  progress.advance(64_000_000)
  progress.end()
  progress.begin('Unpacking c.zip', 2000, 0)
  progress.advance(2000)
  expect(texts).toEqual([
    'Fetching \\u{1b}[2Jb.zip: 0.0 MB\n',
    'Fetching \\u{1b}[2Jb.zip: 64.0 MB\n',
    'Unpacking c.zip: 0.0 of 0.0 MB\n',
  ])
})
