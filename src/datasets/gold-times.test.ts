import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, it } from 'vitest'

import { openGoldDatabase } from './gold-database.ts'
import { GOLD_MS_MAX, isSlow, medianMs, timeGold } from './gold-times.ts'

const countTo = (last: number): string =>
  `WITH RECURSIVE c(n, last) AS (SELECT 1, ${last} UNION ALL SELECT n + 1, last FROM c WHERE n < last) SELECT max(n) FROM c`

it('tells slow gold from quick gold, and runs what takes seconds fewer times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlenv-times-'))
  try {
    const path = join(folder, 'empty.sqlite')
    new Database(path).exec('CREATE TABLE t (a)').close()
    using database = openGoldDatabase(path)
    const quick = timeGold(database, countTo(10))
    expect(quick).toHaveLength(5)
    expect(isSlow(quick)).toBe(false)
    const slow = timeGold(database, countTo(1_000_000))
    expect(isSlow(slow)).toBe(true)
    expect(timeGold(database, countTo(8_000_000)).length).toBeLessThan(5)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('calls gold slow only when no run is quick: a busy machine makes runs longer, never shorter', () => {
  const over = GOLD_MS_MAX + 1
  expect(isSlow([over, 900, over])).toBe(true)
  expect(isSlow([over, GOLD_MS_MAX, 900])).toBe(false)
  expect(isSlow([])).toBe(false)
})

it('gives the median of the runs', () => {
  expect(medianMs([9, 1, 5])).toBe(5)
  expect(medianMs([])).toBeUndefined()
})
