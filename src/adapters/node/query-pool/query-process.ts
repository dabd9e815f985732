/** What a query process does: keeps some databases open and runs what it is sent. */

import type { QueryOutcome } from '../../../sql/query.ts'
import type { QueryReply, QueryRequest } from './query-messages.ts'
import { openSqliteEngine } from '../sqlite/sqlite-engine.ts'
import type { SqliteEngine } from '../sqlite/sqlite-engine.ts'

/**
 * @param enginesMax - databases kept open; the one that was used longest ago makes room
 * @returns a function that never throws
 */
export function createQueryAnswerer(enginesMax: number): (request: QueryRequest) => QueryReply {
  // A Map keeps the order in which keys came: the first is the one used longest ago.
  const engines = new Map<string, SqliteEngine>()

  const discard = (path: string) => {
    engines.get(path)?.close()
    engines.delete(path)
  }

  const take = (path: string): SqliteEngine => {
    const engine = engines.get(path) ?? openSqliteEngine(path)
    engines.delete(path)
    engines.set(path, engine)
    const [oldest] = engines.keys()
    if (engines.size > enginesMax && oldest !== undefined) discard(oldest)
    return engine
  }

  return (request) => {
    try {
      return { kind: 'outcome', outcome: runBoth(request, take) }
    } catch (error) {
      discard(request.path)
      const message = error instanceof Error ? error.message : String(error)
      return { kind: 'fault', message }
    }
  }
}

/**
 * A statement that took longer is not run again: both runs are under one deadline. Processor time,
 * since by the clock a busy machine would decide what a query earns.
 */
const SIBLING_AFTER_CPU_MS_MAX = 1000

/** @throws {Error} when a file is at fault and not the statement */
function runBoth(
  { path, sql, siblingPath, limits }: QueryRequest,
  take: (path: string) => SqliteEngine,
): QueryOutcome {
  const start = process.cpuUsage()
  const outcome = take(path).run(sql, limits)
  if (outcome.kind !== 'table' || siblingPath === undefined) return outcome
  const { user, system } = process.cpuUsage(start)
  const isSlow = (user + system) / 1000 > SIBLING_AFTER_CPU_MS_MAX
  if (outcome.tablesRead.length === 0 || isSlow) return outcome
  const there = take(siblingPath).run(sql, limits)
  return there.kind === 'table' ? { ...outcome, siblingTable: there.table } : outcome
}
