import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

it('has each word in one pair only, so that two never become the same', () => {
  const source = readFileSync(new URL('synonyms.ts', import.meta.url), 'utf8')
  const [, pairs = ''] = /PAIRS = `([^`]*)`/.exec(source) ?? []
  const words = pairs.split(',').flatMap((pair) => pair.trim().split(' '))
  expect(words.length).toBeGreaterThan(400)
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
  expect(words.filter((word) => !/^[a-z]+$/.test(word))).toEqual([])
})
