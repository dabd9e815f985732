import { expect, it } from 'vitest'

import type { QueryLimits, QueryOutcome, QueryRunner } from '../../../sql/query.ts'
import { createOutcomeCache } from './outcome-cache.ts'

const LIMITS: QueryLimits = { rowsMax: 10, bytesMax: 1000, deadlineMs: 5000 }

/** Counts its runs, and answers each with `outcomeOf` its SQL. */
function countingRunner(outcomeOf: (sql: string) => QueryOutcome): QueryRunner & { count: number } {
  return {
    count: 0,
    async run(_databaseId, sql) {
      this.count += 1
      await new Promise((resolve) => {
        setTimeout(resolve, 1)
      })
      return outcomeOf(sql)
    },
  }
}

function oneCell(text: string): QueryOutcome {
  return {
    kind: 'table',
    table: { columns: ['c'], rows: [[text]], isTruncated: false },
    tablesRead: ['t'],
  }
}

it('runs a statement once, and gives its outcome to whoever asks again', async () => {
  const runner = countingRunner(oneCell)
  const cache = createOutcomeCache(runner, 2 ** 20)
  expect(await cache.run('pets', 'SELECT 1', LIMITS)).toEqual(oneCell('SELECT 1'))
  expect(await cache.run('pets', 'SELECT 1', LIMITS)).toEqual(oneCell('SELECT 1'))
  expect(runner.count).toBe(1)
  expect(cache.status()).toMatchObject({ hitCount: 1, missCount: 1 })
})

it('tells databases, statements and limits apart, and changes not a character', async () => {
  const runner = countingRunner(oneCell)
  const cache = createOutcomeCache(runner, 2 ** 20)
  await cache.run('pets', 'SELECT 1', LIMITS)
  await cache.run('owners', 'SELECT 1', LIMITS)
  await cache.run('pets', 'select 1', LIMITS)
  await cache.run('pets', 'SELECT 1', { ...LIMITS, rowsMax: 5 })
  await cache.run('pets', 'SELECT 1', { ...LIMITS, bytesMax: 5 })
  await cache.run('pets', 'SELECT 1', { ...LIMITS, deadlineMs: 5 })
  expect(runner.count).toBe(6)
})

it('lets those who ask at the same time wait for one run', async () => {
  const runner = countingRunner(oneCell)
  const cache = createOutcomeCache(runner, 0)
  const asked = Array.from({ length: 8 }, () => cache.run('pets', 'SELECT 1', LIMITS))
  expect(await Promise.all(asked)).toEqual(Array(8).fill(oneCell('SELECT 1')))
  expect(runner.count).toBe(1)
})

it.each<QueryOutcome>([
  { kind: 'failed', message: 'no such column: x' },
  { kind: 'refused', reason: 'pragma' },
])('keeps what is the same at every try: %o', async (outcome) => {
  const runner = countingRunner(() => outcome)
  const cache = createOutcomeCache(runner, 2 ** 20)
  await cache.run('pets', 'SELECT x', LIMITS)
  expect(await cache.run('pets', 'SELECT x', LIMITS)).toEqual(outcome)
  expect(runner.count).toBe(1)
})

it.each<QueryOutcome>([{ kind: 'timed_out', deadlineMs: 5000 }, { kind: 'too_large' }])(
  'keeps nothing that depends on the machine: %o',
  async (outcome) => {
    const runner = countingRunner(() => outcome)
    const cache = createOutcomeCache(runner, 2 ** 20)
    await cache.run('pets', 'SELECT 1', LIMITS)
    await cache.run('pets', 'SELECT 1', LIMITS)
    expect(runner.count).toBe(2)
  },
)

it('keeps no fault: whoever asks again has it tried again', async () => {
  let isBroken = true
  const runner = countingRunner((sql) => {
    if (isBroken) throw new Error('no process')
    return oneCell(sql)
  })
  const cache = createOutcomeCache(runner, 2 ** 20)
  await expect(cache.run('pets', 'SELECT 1', LIMITS)).rejects.toThrow('no process')
  isBroken = false
  expect(await cache.run('pets', 'SELECT 1', LIMITS)).toEqual(oneCell('SELECT 1'))
})

it('holds no more than it may: what was used longest ago makes room', async () => {
  const runner = countingRunner(() => oneCell('x'.repeat(1000)))
  const cache = createOutcomeCache(runner, 100_000)
  for (let index = 0; index < 200; index += 1) {
    await cache.run('pets', `SELECT ${index}`, LIMITS)
    await cache.run('pets', 'SELECT 0', LIMITS)
    expect(cache.status().bytes).toBeLessThanOrEqual(100_000)
  }
  expect(runner.count).toBe(200)
  await cache.run('pets', 'SELECT 199', LIMITS)
  expect(runner.count).toBe(200)
  await cache.run('pets', 'SELECT 1', LIMITS)
  expect(runner.count).toBe(201)
})

it('leaves out a single outcome that would push out many', async () => {
  const runner = countingRunner(() => oneCell('x'.repeat(5000)))
  const cache = createOutcomeCache(runner, 100_000)
  await cache.run('pets', 'SELECT 1', LIMITS)
  expect(cache.status().bytes).toBe(0)
})
