import { expect, it } from 'vitest'

import { nearestName } from './nearest-name.ts'

const names = ['singer', 'concert', 'singer_in_concert', 'stadium']

it.each([
  ['singers', 'singer'],
  ['Stadiun', 'stadium'],
  ['singer_in_concerts', 'singer_in_concert'],
  ['country', undefined],
  ['x'.repeat(100_000), undefined],
])('%s means %s', (wanted, nearest) => {
  expect(nearestName(wanted, names)).toBe(nearest)
})
