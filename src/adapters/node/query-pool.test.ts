import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { specifyQueryRunner } from '../../../test/contract/query-runner.ts'
import { createQueryPool } from './query-pool.ts'
import type { QueryPoolOptions } from './query-pool.ts'

function makeFolder(databases: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sqlenv-pool-'))
  for (const [databaseId, script] of Object.entries(databases)) {
    const builder = new Database(join(folder, `${databaseId}.sqlite`))
    builder.exec(script)
    builder.close()
  }
  return folder
}

specifyQueryRunner('the query pool', (databases) => {
  const folder = makeFolder(databases)
  const pathOf = (databaseId: string) => join(folder, `${databaseId}.sqlite`)
  const pool = createQueryPool({
    databasePath: (databaseId) => (databaseId in databases ? pathOf(databaseId) : undefined),
    processes: 2,
    queueMax: 1000,
    memoryMb: 512,
  })
  return Promise.resolve({
    runner: pool,
    fingerprint: (databaseId) => {
      const hash = createHash('sha256')
        .update(readFileSync(pathOf(databaseId)))
        .digest('hex')
      return Promise.resolve([hash, ...readdirSync(folder)].join(' '))
    },
    stop: async () => {
      await pool.close()
      rmSync(folder, { recursive: true })
    },
  })
})

const COUNT = (rows: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${rows}) `
/** Runs for some tenths of a second, in almost no memory. */
const SLOW = `${COUNT(1_000_000)} SELECT count(*) FROM n`
const ENDLESS = 'WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

const LIMITS = { rowsMax: 1000, bytesMax: 1_000_000, deadlineMs: 20_000 }

function openPool(
  options: Partial<QueryPoolOptions> = {},
  databases: Readonly<Record<string, string>> = { pets: 'CREATE TABLE pet (name)' },
) {
  const folder = makeFolder(databases)
  const pool = createQueryPool({
    databasePath: (databaseId) => join(folder, `${databaseId}.sqlite`),
    processes: 2,
    queueMax: 1000,
    memoryMb: 256,
    ...options,
  })
  const run = (sql: string, deadlineMs = LIMITS.deadlineMs) =>
    pool.run('pets', sql, { ...LIMITS, deadlineMs })
  const close = async () => {
    await pool.close()
    rmSync(folder, { recursive: true })
  }
  return { pool, folder, run, close }
}

describe('the query pool, sent what does not end or fit', () => {
  let subject: ReturnType<typeof openPool>

  beforeAll(async () => {
    subject = openPool()
    await subject.run('SELECT 1')
  })

  afterAll(() => subject.close())

  it.each([
    ['a recursion without the word', ENDLESS],
    ['a recursion without a row', `WITH RECURSIVE ${ENDLESS.slice(5)} WHERE i < 0`],
    ['a cross join', `${COUNT(1000)} SELECT count(*) FROM n a, n b, n c, n d, n e, n f, n g`],
    ['a join on 1=1', `${COUNT(1000)} SELECT count(*) FROM n a JOIN n b ON 1=1 JOIN n c ON 1=1`],
    ['functions of ours', `${COUNT(100_000_000)} SELECT max(date(i)) FROM n`],
    [
      'a pattern',
      `${COUNT(1_000_000)} SELECT max(printf('%.*c', 9000 + i, 'a') LIKE '%a%a%a%b') FROM n`,
    ],
  ])('S5, S7: ends %s at its deadline, while others go on', async (_case, sql) => {
    const pids = childPids()
    const endless = subject.run(sql, 200)
    const others = Array.from({ length: 20 }, () => subject.run('SELECT 1'))
    expect((await Promise.all(others)).map(({ kind }) => kind)).toEqual(Array(20).fill('table'))
    expect(await endless).toEqual({ kind: 'timed_out', deadlineMs: 200 })
    expect(pids.filter((pid) => childPids().includes(pid)).length).toBe(pids.length - 1)
  })

  it.runIf(process.platform === 'linux').each([
    ['printf', "SELECT printf('%.*c', 500000000, 'x')"],
    ['hex', 'SELECT hex(zeroblob(200000000))'],
    ['zeroblob', 'SELECT zeroblob(400000000)'],
    ['group_concat', `${COUNT(1_000_000)} SELECT group_concat(hex(zeroblob(500))) FROM n`],
    ['sorting', `${COUNT(9_000_000)} SELECT hex(zeroblob(500)) || i AS x FROM n ORDER BY x`],
    ['a wide row', `SELECT ${Array(300).fill('hex(zeroblob(500000))').join(', ')}`],
  ])('S6: ends a query that takes too much memory by %s', async (_case, sql) => {
    expect(await subject.run(sql)).toEqual({ kind: 'too_large' })
    expect(await subject.run('SELECT 1')).toMatchObject({ kind: 'table' })
  })
})

describe('the query pool', () => {
  const cleanups: (() => Promise<void> | void)[] = []

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
  })

  function usePool(...settings: Parameters<typeof openPool>) {
    const subject = openPool(...settings)
    cleanups.push(subject.close)
    return subject
  }

  it('S5: does not count the time that a query waits for others', async () => {
    const { run } = usePool({ processes: 1 })
    await run('SELECT 1')
    const [first, second] = await Promise.all([run(ENDLESS, 1500), run('SELECT 1', 1000)])
    expect(first.kind).toBe('timed_out')
    expect(second.kind).toBe('table')
  })

  it.runIf(process.platform === 'linux')(
    'S6: replaces a process that has held much memory, so that the next query has it all',
    async () => {
      const { run } = usePool()
      await run('SELECT 1')
      const sql = `${COUNT(150_000)} SELECT count(DISTINCT hex(zeroblob(400)) || i) FROM n`
      const pids = childPids()
      expect(await run(sql)).toMatchObject({ kind: 'table' })
      const left = () => childPids().filter((pid) => pids.includes(pid)).length
      await expect.poll(left, { timeout: 10_000 }).toBe(pids.length - 1)
      expect(await run('SELECT 1')).toMatchObject({ kind: 'table' })
    },
  )

  it('tries a query once more when its process is killed by someone else', async () => {
    const { run } = usePool({ processes: 1 })
    await run('SELECT 1')
    const [first = 0] = childPids()
    const slow = run(SLOW)
    await pause(50)
    process.kill(first, 'SIGKILL')
    expect(await slow).toMatchObject({ table: { rows: [[1_000_000n]] } })
  })

  it('rejects a query whose process is killed twice: that is no fault of the query', async () => {
    const { run } = usePool({ processes: 1 })
    await run('SELECT 1')
    const query = run(ENDLESS)
    const killing = setInterval(killChildren, 1000)
    cleanups.push(() => clearInterval(killing))
    await expect(query).rejects.toThrow('A query process ended twice (SIGKILL)')
    clearInterval(killing)
    expect(await run('SELECT 1')).toMatchObject({ kind: 'table' })
  })

  it('goes on when idle processes are killed', async () => {
    const { run } = usePool()
    await run('SELECT 1')
    killChildren()
    await pause(50)
    expect(await run('SELECT 1')).toMatchObject({ kind: 'table' })
  })

  it('rejects what the queue has no room for', async () => {
    const { run } = usePool({ processes: 1, queueMax: 2 })
    await run('SELECT 1')
    const accepted = [run(ENDLESS, 300), run('SELECT 1'), run('SELECT 2')]
    await expect(run('SELECT 3')).rejects.toThrow('The queue is full: 2 queries wait')
    const kinds = (await Promise.all(accepted)).map(({ kind }) => kind)
    expect(kinds).toEqual(['timed_out', 'table', 'table'])
  })

  it('runs no more queries at a time than it may, and keeps one process ready', async () => {
    const { run } = usePool({ processes: 2 })
    const sql = `${COUNT(100_000)} SELECT count(*) FROM n`
    await Promise.all(Array.from({ length: 6 }, () => run(sql)))
    expect(childPids().length).toBe(3)
  })

  it.each([
    ['is not there', '/nowhere/node'],
    ['ends at once', '/bin/false'],
  ])('rejects while its program %s, and recovers', async (_case, program) => {
    const { execPath } = process
    cleanups.push(() => {
      process.execPath = execPath
    })
    process.execPath = program
    const { run } = usePool()
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
    await expect(pool.run('text', 'SELECT 1', LIMITS)).rejects.toThrow('file is not a database')
    await expect(pool.run('none', 'SELECT 1', LIMITS)).rejects.toThrow(
      'unable to open database file',
    )
    expect(await pool.run('pets', 'SELECT 1', LIMITS)).toMatchObject({ kind: 'table' })
  })

  it('S9: keeps few databases open, however many are asked for', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `d${index}`)
    const scripts = Object.fromEntries(names.map((name) => [name, `CREATE TABLE ${name} (x)`]))
    const { pool } = usePool({ processes: 1 }, { pets: '', ...scripts })
    for (const name of [...names, ...names]) {
      expect(await pool.run(name, `SELECT * FROM ${name}`, LIMITS)).toMatchObject({ kind: 'table' })
    }
    const openFiles = childPids().map((pid) => openDatabaseCount(pid))
    expect(Math.max(...openFiles)).toBeLessThanOrEqual(8)
  })

  it('S9: leaves no process and no descriptor behind when it is closed', async () => {
    const descriptors = () => readdirSync('/proc/self/fd').length
    const before = descriptors()
    const { pool, run } = usePool()
    await run('SELECT 1')
    const outcomes = Promise.allSettled([run(ENDLESS), run(ENDLESS), run('SELECT 1')])
    await pool.close()
    expect((await outcomes).map(({ status }) => status)).toEqual(Array(3).fill('rejected'))
    expect(childPids()).toEqual([])
    await expect(run('SELECT 1')).rejects.toThrow('The query pool is closed')
    await pool.close()
    expect(descriptors()).toBe(before)
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** The query processes that are alive, as the system lists them. */
function childPids(parent = process.pid): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args=']).toString().split('\n')
  return lines.flatMap((line) => {
    const [pid, ppid, state = '', ...args] = line.trim().split(/\s+/)
    const isOurs = ppid === String(parent) && args.some((arg) => arg.endsWith('query-child.ts'))
    return isOurs && !state.startsWith('Z') ? [Number(pid)] : []
  })
}

function killChildren(): void {
  for (const pid of childPids()) process.kill(pid, 'SIGKILL')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function openDatabaseCount(pid: number): number {
  const folder = `/proc/${pid}/fd`
  const files = readdirSync(folder).map((fd) => readlinkSync(join(folder, fd)))
  return files.filter((file) => file.endsWith('.sqlite')).length
}
