/** A query pool on databases of our own, and what the system says of its processes. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import { createQueryPool } from '../src/adapters/node/query-pool/query-pool.ts'
import type { QueryPool, QueryPoolOptions } from '../src/adapters/node/query-pool/query-pool.ts'
import type { QueryOutcome } from '../src/sql/query.ts'

export const QUERY_LIMITS = { rowsMax: 1000, bytesMax: 1_000_000, deadlineMs: 20_000 }

/** Begins a statement with the numbers from 1 in `n(i)`. */
export const countTo = (rows: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${rows}) `

export const ENDLESS =
  'WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

/** Runs for some tenths of a second, in almost no memory. */
export const SLOW = `${countTo(1_000_000)} SELECT count(*) FROM n`

export type PoolSubject = {
  readonly pool: QueryPool
  /** With `<id>.sqlite` for each database. */
  readonly folder: string
  /** On the database `pets`. */
  readonly run: (sql: string, deadlineMs?: number, turn?: object) => Promise<QueryOutcome>
  readonly close: () => Promise<void>
}

/** @param databases - the script of each, by its id */
export function openPoolSubject(
  options: Partial<QueryPoolOptions> = {},
  databases: Readonly<Record<string, string>> = { pets: 'CREATE TABLE pet (name)' },
): PoolSubject {
  const folder = mkdtempSync(join(tmpdir(), 'sqlenv-pool-'))
  for (const [databaseId, script] of Object.entries(databases)) {
    const builder = new Database(join(folder, `${databaseId}.sqlite`))
    builder.exec(script)
    builder.close()
  }
  const pool = createQueryPool({
    databasePath: (databaseId) => join(folder, `${databaseId}.sqlite`),
    processes: 2,
    queueMax: 1000,
    memoryMb: 256,
    ...options,
  })
  return {
    pool,
    folder,
    run: (sql, deadlineMs = QUERY_LIMITS.deadlineMs, turn = {}) =>
      pool.run('pets', sql, { ...QUERY_LIMITS, deadlineMs }, turn),
    close: async () => {
      await pool.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Waits until the pool has replaced the processes that it started before it knew their limit. */
export async function untilSteady({ pool, run }: Pick<PoolSubject, 'pool' | 'run'>): Promise<void> {
  for (;;) {
    await run('SELECT 1')
    const pids = childPids()
    if (pids.length === pool.status().pids.length && pids.every(hasDataLimit)) return
    await pause(20)
  }
}

function hasDataLimit(pid: number): boolean {
  if (process.platform !== 'linux') return true
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8')
  return !/^Max data size\s+unlimited/m.test(limits)
}

/** The query processes that are alive, as the system lists them. */
export function childPids(parent = process.pid): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args=']).toString().split('\n')
  return lines.flatMap((line) => {
    const [pid, ppid, state = '', ...args] = line.trim().split(/\s+/)
    const isOurs = ppid === String(parent) && args.some((arg) => arg.endsWith('query-child.ts'))
    return isOurs && !state.startsWith('Z') ? [Number(pid)] : []
  })
}

export function killChildren(): void {
  for (const pid of childPids()) process.kill(pid, 'SIGKILL')
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** What a process has open, by name; a name occurs as often as it is open. */
export function openFiles(pid: number | 'self'): string[] {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).flatMap((descriptor) => {
    try {
      return [readlinkSync(join(folder, descriptor))]
    } catch {
      // The one by which the folder itself was read.
      return []
    }
  })
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
