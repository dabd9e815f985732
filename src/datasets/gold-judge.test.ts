import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { createGoldJudge } from './gold-judge.ts'
import type { GoldJudge } from './gold-judge.ts'

let folder: string
let judge: GoldJudge

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sqlenv-judge-'))
  const path = join(folder, 'shop.sqlite')
  const database = new Database(path)
  database.exec(`CREATE TABLE goods (name TEXT, price INTEGER);
    INSERT INTO goods VALUES ('tea', 3), ('salt', 1), ('ham', 8)`)
  database.close()
  judge = createGoldJudge({ judgeMs: 3_000, openMs: 60_000, siblingsMs: 60_000 })
  await judge.open('shop', path)
})
afterAll(async () => {
  await judge.close()
  rmSync(folder, { recursive: true })
})

it('counts slips by kind, and those that return what gold returns', async () => {
  const gold = {
    goldSql: 'SELECT DISTINCT name FROM goods WHERE price > 2',
    goldAnswer: [['tea'], ['ham']],
    rowOrderMatters: false,
  }
  const made = ['distinct_dropped', 'filter_dropped', 'comparison_flipped']
  expect(await judge.slips({ ...gold, hasSurvivor: true })).toEqual({
    made: expect.toSatisfy((kinds: string[]) => kinds.toSorted().join() === made.sort().join()),
    surviving: ['distinct_dropped', 'comparison_flipped'],
  })
  expect(await judge.slips({ ...gold, hasSurvivor: false })).toMatchObject({ surviving: [] })
})

it('leaves a slip without end unknown, and goes on with the next gold', async () => {
  const endless = `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 9)
    SELECT max(n) FROM c`
  const gold = { goldSql: endless, goldAnswer: [[9n]], rowOrderMatters: false, hasSurvivor: true }
  expect(await judge.slips(gold)).toBeUndefined()
  expect(await judge.judge("SELECT price FROM goods WHERE name = 'ham'")).toMatchObject({
    judgement: { rows: [[8n]], unfit: [] },
  })
})
