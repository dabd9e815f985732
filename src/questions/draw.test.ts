import { expect, it } from 'vitest'

import { SEED_MAX, drawIndex } from './draw.ts'

it('draws the same index for the same seed, on every machine', () => {
  expect([0, 1, 2, 42, 2 ** 32, SEED_MAX].map((seed) => drawIndex(seed, 1000))).toEqual([
    45, 513, 967, 947, 371, 846,
  ])
})

it('looks at all 53 bits of a seed', () => {
  const draws = Array.from({ length: 53 }, (_, bit) => drawIndex(2 ** bit, 1_000_000))
  expect(new Set(draws).size).toBe(53)
})

it('draws each index about equally often from seeds in a row', () => {
  const counts = Array.from({ length: 100 }, () => 0)
  for (let seed = 0; seed < 100_000; seed += 1) {
    const index = drawIndex(seed, 100)
    counts[index] = (counts[index] ?? 0) + 1
  }
  // 1000 each, standard deviation 31.5: five of them either way.
  expect(Math.min(...counts)).toBeGreaterThan(842)
  expect(Math.max(...counts)).toBeLessThan(1158)
})
