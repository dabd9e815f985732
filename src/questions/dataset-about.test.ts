import { expect, it } from 'vitest'

import { formatDatasetAbout, parseDatasetAbout } from './dataset-about.ts'

const about = {
  name: 'spider',
  title: 'Spider',
  license: 'CC-BY-SA-4.0',
  attribution: 'Tao Yu and others',
  homepage: 'https://example.org/spider',
  source: 'dev.json',
}

it('gives what was written back', () => {
  expect(parseDatasetAbout(formatDatasetAbout(about))).toEqual(about)
})

it.each([
  ['a missing licence', { ...about, license: undefined }, /^license: /],
  ['a path as name', { ...about, name: '../spider' }, /^name: /],
  ['an empty attribution', { ...about, attribution: '' }, /^attribution: /],
  ['an extra field', { ...about, owner: 'me' }, /^owner: /],
])('names the field of %s', (_case, value, message) => {
  expect(() => parseDatasetAbout(JSON.stringify(value))).toThrow(message)
})
