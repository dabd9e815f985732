import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { afterEach, describe, expect, it } from 'vitest'

import type { QueryOutcome } from '../../../sql/query.ts'
import { specifyQueryRunner } from '../../../../test/contract/query-runner.ts'
import {
  ENDLESS,
  QUERY_LIMITS,
  SLOW,
  childPids,
  countTo,
  isAlive,
  killChildren,
  openFiles,
  openPoolSubject,
  pause,
  untilSteady,
} from '../../../../test/query-pool-subject.ts'
import type { PoolSubject } from '../../../../test/query-pool-subject.ts'

specifyQueryRunner('the query pool', (databases) => {
  const { pool, folder, close } = openPoolSubject({}, databases)
  return Promise.resolve({
    runner: pool,
    fingerprint: (databaseId) => {
      const bytes = readFileSync(join(folder, `${databaseId}.sqlite`))
      const hash = createHash('sha256').update(bytes).digest('hex')
      return Promise.resolve([hash, ...readdirSync(folder)].join(' '))
    },
    stop: close,
  })
})

const ANSWERS_PER_KILL = 100

describe('the query pool', () => {
  const cleanups: (() => Promise<void> | void)[] = []

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
  })

  function usePool(...settings: Parameters<typeof openPoolSubject>): PoolSubject {
    const subject = openPoolSubject(...settings)
    cleanups.push(subject.close)
    return subject
  }

  async function useSteadyPool(...settings: Parameters<typeof usePool>): Promise<PoolSubject> {
    const subject = usePool(...settings)
    await untilSteady(subject)
    return subject
  }

  it('S5: does not count the time that a query waits for others', async () => {
    const { run } = await useSteadyPool({ processes: 1 })
    const [first, second] = await Promise.all([run(ENDLESS, 1500), run('SELECT 1', 1000)])
    expect(first.kind).toBe('timed_out')
    expect(second.kind).toBe('table')
  })

  it('lets sessions take turns: one with a single query does not wait for the hundred of another', async () => {
    const { run } = await useSteadyPool({ processes: 1 })
    const [many, one] = [{}, {}]
    const finished: string[] = []
    const ask = async (name: string, turn: object) => {
      await run('SELECT 1', undefined, turn)
      finished.push(name)
    }
    const asked = Array.from({ length: 100 }, () => ask('many', many))
    await Promise.all([...asked, ask('one', one)])
    // Behind those that a process was given before it came, and one in turn.
    expect(finished.indexOf('one')).toBeLessThanOrEqual(17)
  })

  describe('with heavy sessions', () => {
    /** Heavy sessions that ask for endless queries once they are told to. */
    async function useHeavySessions() {
      const subject = await useSteadyPool({ processes: 2 })
      const { run } = subject
      const turns = Array.from({ length: 6 }, () => ({}))
      await Promise.all(turns.map((turn) => run(ENDLESS, 100, turn)))
      const finished: string[] = []
      const ask = (name: string, turn: object, sql: string) => {
        // Those that are still there when the pool is closed are rejected.
        void run(sql, undefined, turn).then(
          () => finished.push(name),
          () => {},
        )
      }
      const askForEndless = () => {
        for (const turn of turns) ask('endless', turn, ENDLESS)
      }
      return { run, ask, askForEndless, finished }
    }

    it('keeps a process for the others, however many endless queries wait', async () => {
      const { run, askForEndless, finished } = await useHeavySessions()
      askForEndless()
      const turn = {}
      for (let index = 0; index < 20; index += 1) {
        expect(await run(`SELECT ${index}`, undefined, turn)).toMatchObject({ kind: 'table' })
      }
      expect(finished).toEqual([])
    })

    it.each([
      ['timed out', ENDLESS, 100],
      ['took long', `${countTo(6_000_000)} SELECT count(*) FROM n`, 60_000],
    ])(
      'counts a session as heavy whose latest query %s, until one was quick',
      async (_case, sql, deadlineMs) => {
        const { run, ask, askForEndless, finished } = await useHeavySessions()
        const [heavy, mended] = [{}, {}]
        await Promise.all([run(sql, deadlineMs, heavy), run(sql, deadlineMs, mended)])
        await run('SELECT 1', undefined, mended)
        askForEndless()
        ask('heavy', heavy, 'SELECT 1')
        for (let index = 0; index < 3; index += 1) await run(`SELECT ${index}`, undefined, mended)
        expect(finished).toEqual([])
      },
    )

    it('lets them have a process too, while there is no end of other queries', async () => {
      const { run } = await useSteadyPool({ processes: 2 })
      const heavy = {}
      await run(ENDLESS, 100, heavy)
      const over = new AbortController()
      const other = `${countTo(50_000)} SELECT count(*) FROM n`
      const others = Array.from({ length: 16 }, async () => {
        const turn = {}
        while (!over.signal.aborted) await run(other, undefined, turn)
      })
      expect(await run('SELECT 1', undefined, heavy)).toMatchObject({ kind: 'table' })
      over.abort()
      await Promise.all(others)
    })
  })

  it.each([1, 3])(
    'does not let queries wait behind a slow one, with %i processes',
    async (count) => {
      const { pool, run } = await useSteadyPool({ processes: count })
      // Short ones, so that the pool sends some ahead.
      await Promise.all(Array.from({ length: 500 }, (_, index) => run(`SELECT ${index}`)))
      const asked = [SLOW, 'SELECT 7', SLOW, `${SLOW}, n AS m WHERE m.i = 1`, 'SELECT 8']
      const outcomes = await Promise.all(asked.map((sql) => run(sql)))
      expect(outcomes).toMatchObject([
        { table: { rows: [[1_000_000n]] } },
        { table: { rows: [[7n]] } },
        { table: { rows: [[1_000_000n]] } },
        { table: { rows: [[1_000_000n]] } },
        { table: { rows: [[8n]] } },
      ])
      expect(pool.status()).toMatchObject({ waitingCount: 0, endCounts: { crash: 0 } })
    },
  )

  it('tries a query once more when its process is killed by someone else', async () => {
    const { run } = await useSteadyPool({ processes: 1 })
    const [first = 0] = childPids()
    const slow = run(SLOW)
    await pause(50)
    process.kill(first, 'SIGKILL')
    expect(await slow).toMatchObject({ table: { rows: [[1_000_000n]] } })
  })

  it('rejects a query whose process is killed twice: that is no fault of the query', async () => {
    const { run } = await useSteadyPool({ processes: 1 })
    const query = run(ENDLESS)
    const killing = setInterval(killChildren, 1000)
    cleanups.push(() => clearInterval(killing))
    await expect(query).rejects.toThrow('A query process ended twice (SIGKILL)')
    clearInterval(killing)
    expect(await run('SELECT 1')).toMatchObject({ kind: 'table' })
  })

  it.runIf(process.platform === 'linux')(
    'counts no attempt when a process is lost before it began, however often',
    async () => {
      const { pool, run } = await useSteadyPool({ processes: 2 })
      await expect.poll(() => pool.status().idleCount, { timeout: 10_000 }).toBe(2)
      const bytesRead = (pid: number) =>
        /^rchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))
      const before = new Map(childPids().map((pid) => [pid, bytesRead(pid)?.[1]]))
      await run('SELECT 1')
      // The one that ran it is the one that gets the next.
      const pids = childPids().toSorted((pid) => (before.get(pid) === bytesRead(pid)?.[1] ? 1 : -1))
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
      const query = run('SELECT 7')
      for (const pid of pids) {
        await pause(50)
        process.kill(pid, 'SIGKILL')
      }
      expect(await query).toMatchObject({ table: { rows: [[7n]] } })
      expect(pool.status().endCounts.crash).toBeGreaterThanOrEqual(2)
    },
  )

  it('goes on when idle processes are killed, and when all are killed with the query sent', async () => {
    const { run } = await useSteadyPool()
    killChildren()
    await pause(50)
    expect(await run('SELECT 1')).toMatchObject({ kind: 'table' })
    killChildren()
    expect(await run('SELECT 2')).toMatchObject({ kind: 'table' })
    const query = run('SELECT 3')
    killChildren()
    expect(await query).toMatchObject({ kind: 'table' })
  })

  it('answers every query rightly while its processes are killed at random', async () => {
    const { pool, run } = await useSteadyPool({ processes: 3 })
    const random = xoroshiro128plus(20_251_123)
    const killed = new Set<number>()
    const killOne = () => {
      const pids = pool.status().pids.filter((pid) => !killed.has(pid) && isAlive(pid))
      const pid = pids[uniformInt(random, 0, Math.max(0, pids.length - 1))]
      if (pid === undefined) return
      process.kill(pid, 'SIGKILL')
      killed.add(pid)
    }
    let answerCount = 0
    const asking = Array.from({ length: 8 }, async (_, asker) => {
      const turn = {}
      for (let index = 0; killed.size < 20; index += 1) {
        const sql = `${countTo(2000)} SELECT sum(i) + ${index} FROM n`
        const outcome = await askUntilAnswered(() => run(sql, undefined, turn))
        expect([asker, index, outcome]).toMatchObject([
          asker,
          index,
          { table: { rows: [[BigInt(2_001_000 + index)]] } },
        ])
        answerCount += 1
        // As often as the pool gets on, however slow the machine is.
        if (answerCount % ANSWERS_PER_KILL === 0) killOne()
      }
    })
    await Promise.all(asking)
    expect(pool.status().endCounts.crash).toBeGreaterThanOrEqual(10)
    await untilSteady({ pool, run })
  })

  /** Two kills in a row may hit one query: it is given up, and whoever asked asks again. */
  async function askUntilAnswered(ask: () => Promise<QueryOutcome>): Promise<QueryOutcome> {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        expect(error).toMatchObject({ message: 'A query process ended twice (SIGKILL)' })
      }
    }
  }

  it('tells how many queries wait and run, and how its processes fare', async () => {
    const { pool, run } = await useSteadyPool({ processes: 1 })
    const { endCounts } = pool.status()
    const asked = [run(ENDLESS, 300), run('SELECT 1')]
    expect(pool.status()).toMatchObject({ waitingCount: 1, runningCount: 1, endCounts })
    expect(new Set(pool.status().pids)).toEqual(new Set(childPids()))
    await Promise.all(asked)
    expect(pool.status()).toMatchObject({
      waitingCount: 0,
      runningCount: 0,
      endCounts: { ...endCounts, deadline: endCounts.deadline + 1 },
    })
  })

  it('rejects what the queue has no room for', async () => {
    const { run } = await useSteadyPool({ processes: 1, queueMax: 2 })
    const accepted = [run(ENDLESS, 300), run('SELECT 1'), run('SELECT 2')]
    await expect(run('SELECT 3')).rejects.toThrow('The queue is full: 2 queries wait')
    const kinds = (await Promise.all(accepted)).map(({ kind }) => kind)
    expect(kinds).toEqual(['timed_out', 'table', 'table'])
  })

  it('runs no more queries at a time than it may, and keeps one process ready', async () => {
    const { pool, run } = await useSteadyPool()
    let runningMax = 0
    const looking = setInterval(() => {
      runningMax = Math.max(runningMax, pool.status().runningCount)
    }, 1)
    await Promise.all(Array.from({ length: 4 }, () => run(SLOW)))
    clearInterval(looking)
    // One where a busy machine was slow to start the second process.
    expect(runningMax).toBeGreaterThanOrEqual(1)
    expect(runningMax).toBeLessThanOrEqual(2)
    await expect.poll(() => pool.status()).toMatchObject({ runningCount: 0, idleCount: 1 })
  })

  it.each([
    ['is not there', '/nowhere/node', usePool],
    ['ends at once', '/bin/false', usePool],
    ['ends at once from some time on', '/bin/false', useSteadyPool],
  ])('rejects while its program %s, and recovers', async (_case, program, open) => {
    const { execPath } = process
    cleanups.push(() => {
      process.execPath = execPath
    })
    if (open === usePool) process.execPath = program
    const { run } = await open()
    process.execPath = program
    killChildren()
    await pause(50)
    const complaint = 'No query process could be started'
    await expect(Promise.all([run('SELECT 1'), run('SELECT 2')])).rejects.toThrow(complaint)
    await expect(run('SELECT 1')).rejects.toThrow(complaint)
    process.execPath = execPath
    expect(await run('SELECT 1')).toMatchObject({ kind: 'table' })
  })

  it('rejects when the file is missing or damaged: that is no fault of the query', async () => {
    const { pool, folder } = usePool()
    writeFileSync(
      join(folder, 'text.sqlite'),
      'This is no database, but it is long enough. '.repeat(99),
    )
    await expect(pool.run('text', 'SELECT 1', QUERY_LIMITS)).rejects.toThrow(
      'file is not a database',
    )
    await expect(pool.run('none', 'SELECT 1', QUERY_LIMITS)).rejects.toThrow(
      'unable to open database file',
    )
    expect(await pool.run('pets', 'SELECT 1', QUERY_LIMITS)).toMatchObject({ kind: 'table' })
  })

  it('S9: keeps few databases open, however many are asked for', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `d${index}`)
    const scripts = Object.fromEntries(names.map((name) => [name, `CREATE TABLE ${name} (x)`]))
    const { pool } = usePool({ processes: 1 }, { pets: '', ...scripts })
    for (const name of [...names, ...names]) {
      expect(await pool.run(name, `SELECT * FROM ${name}`, QUERY_LIMITS)).toMatchObject({
        kind: 'table',
      })
    }
    const openDatabases = childPids().map(
      (pid) => openFiles(pid).filter((name) => name.endsWith('.sqlite')).length,
    )
    // Fewer where a busy machine made a query slow, and its process was replaced.
    expect(Math.max(...openDatabases)).toBeGreaterThan(1)
    expect(Math.max(...openDatabases)).toBeLessThanOrEqual(32)
  })

  it('S9: leaves no process and no descriptor behind when it is closed', async () => {
    const before = openFiles('self').length
    const { pool, run } = await useSteadyPool()
    const outcomes = Promise.allSettled([run(ENDLESS), run(ENDLESS), run('SELECT 1')])
    await Promise.all([pool.close(), pool.close()])
    expect((await outcomes).map(({ status }) => status)).toEqual(Array(3).fill('rejected'))
    expect(childPids()).toEqual([])
    await expect(run('SELECT 1')).rejects.toThrow('The query pool is closed')
    await pool.close()
    expect(openFiles('self').length).toBe(before)
  })

  it('S7: takes its processes along when it is killed in the middle of an endless query', async () => {
    const { folder } = usePool()
    const pool = JSON.stringify(new URL('query-pool.ts', import.meta.url).href)
    const path = JSON.stringify(join(folder, 'pets.sqlite'))
    const program = `
      import { createQueryPool } from ${pool}
      const pool = createQueryPool({
        databasePath: () => ${path}, processes: 1, queueMax: 9, memoryMb: 256,
      })
      const limits = { rowsMax: 9, bytesMax: 999, deadlineMs: 600_000 }
      await pool.run('pets', 'SELECT 1', limits)
      pool.run('pets', ${JSON.stringify(ENDLESS)}, limits)
      console.log('running')`
    const server = spawn(process.execPath, ['--input-type=module', '--eval', program])
    await new Promise((resolve) => server.stdout.once('data', resolve))
    await pause(50)
    const pids = childPids(server.pid)
    expect(pids.length).toBeGreaterThan(0)
    server.kill('SIGKILL')
    await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([])
  })
})
