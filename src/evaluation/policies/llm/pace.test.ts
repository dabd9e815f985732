import { expect, it } from 'vitest'

import { createPace } from './pace.ts'

it('lets requests go one gap apart, however many come at once', () => {
  let now = 1000
  const waitMs = createPace(60, () => now)
  expect([waitMs(), waitMs(), waitMs()]).toEqual([0, 1000, 2000])
  now += 2500
  expect(waitMs()).toBe(500)
})

it('saves no turns for later', () => {
  let now = 0
  const waitMs = createPace(60, () => now)
  now = 60_000
  expect([waitMs(), waitMs()]).toEqual([0, 1000])
})

it('lets all go at once where there is no limit', () => {
  const waitMs = createPace(undefined)
  expect([waitMs(), waitMs()]).toEqual([0, 0])
})
