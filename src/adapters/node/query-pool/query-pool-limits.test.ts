/** What does not end or fit, sent to the query pool. */

import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ENDLESS,
  childPids,
  countTo,
  openPoolSubject,
  untilSteady,
} from '../../../../test/query-pool-subject.ts'
import type { PoolSubject } from '../../../../test/query-pool-subject.ts'

const MEMORY_MB = 160

let subject: PoolSubject

beforeAll(async () => {
  subject = openPoolSubject({ memoryMb: MEMORY_MB })
  await untilSteady(subject)
})

afterAll(() => subject.close())

describe('a deadline', () => {
  it.each([
    ['a recursion without the word', ENDLESS],
    ['a recursion without a row', `WITH RECURSIVE ${ENDLESS.slice(5)} WHERE i < 0`],
    ['a cross join', `${countTo(1000)} SELECT count(*) FROM n a, n b, n c, n d, n e, n f, n g`],
    ['a join on 1=1', `${countTo(1000)} SELECT count(*) FROM n a JOIN n b ON 1=1 JOIN n c ON 1=1`],
    ['functions of ours', `${countTo(100_000_000)} SELECT max(date(i)) FROM n`],
    [
      'a pattern',
      `${countTo(1_000_000)} SELECT max(printf('%.*c', 9000 + i, 'a') LIKE '%a%a%a%b') FROM n`,
    ],
  ])('S5, S7: ends %s, while others go on', async (_case, sql) => {
    const pids = childPids()
    const endless = subject.run(sql, 200)
    const others = Array.from({ length: 20 }, () => subject.run('SELECT 1'))
    expect((await Promise.all(others)).map(({ kind }) => kind)).toEqual(Array(20).fill('table'))
    expect(await endless).toEqual({ kind: 'timed_out', deadlineMs: 200 })
    const left = childPids()
    expect(pids.filter((pid) => left.includes(pid)).length).toBe(pids.length - 1)
  })
})

describe.runIf(process.platform === 'linux')('the memory of a process', () => {
  it.each([
    ['printf', "SELECT printf('%.*c', 500000000, 'x')"],
    ['hex', 'SELECT hex(zeroblob(200000000))'],
    ['zeroblob', 'SELECT zeroblob(400000000)'],
    ['replace', "SELECT replace(hex(zeroblob(10000)), '0', hex(zeroblob(10000)))"],
    ['group_concat', `${countTo(200_000)} SELECT group_concat(hex(zeroblob(500))) FROM n`],
    ['json', `${countTo(3_000_000)} SELECT json_group_array(hex(zeroblob(50))) FROM n`],
    ['sorting', `${countTo(9_000_000)} SELECT hex(zeroblob(500)) || i AS x FROM n ORDER BY x`],
    ['distinct', `${countTo(9_000_000)} SELECT count(DISTINCT hex(zeroblob(500)) || i) FROM n`],
    ['a wide row', `SELECT ${Array(300).fill('hex(zeroblob(500000))').join(', ')}`],
  ])('S6: is not exceeded by %s, not for a moment', async (_case, sql) => {
    const peak = watchPeak()
    const outcome = await subject.run(sql)
    expect(peak()).toBeLessThan(MEMORY_MB + 3)
    expect(outcome).toEqual({ kind: 'too_large' })
    expect(await subject.run('SELECT 1')).toMatchObject({ kind: 'table' })
  })

  it('S6: is all there for the next query: a process that keeps much of it is replaced', async () => {
    const sort = (rows: number) =>
      `${countTo(rows)} SELECT hex(zeroblob(500)) || i AS x FROM n ORDER BY x DESC`
    const pids = childPids()
    expect(await subject.run(sort(9_000_000))).toEqual({ kind: 'too_large' })
    const left = () => childPids().filter((pid) => pids.includes(pid)).length
    await expect.poll(left, { timeout: 10_000 }).toBeLessThan(pids.length)
    expect(await subject.run(sort(40_000))).toMatchObject({ kind: 'table' })
  })
})

/** @returns ends the watch; the most that a query process has ever held, in MB */
function watchPeak(): () => number {
  let peakKb = 0
  const look = () => {
    for (const pid of subject.pool.status().pids) peakKb = Math.max(peakKb, peakKbOf(pid))
  }
  const timer = setInterval(look, 2)
  return () => {
    clearInterval(timer)
    return peakKb / 1024
  }
}

function peakKbOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
}
