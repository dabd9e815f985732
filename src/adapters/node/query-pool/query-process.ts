/** What a query process does: keeps some databases open and runs what it is sent. */

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

  return ({ path, sql, limits }) => {
    try {
      return { kind: 'outcome', outcome: take(path).run(sql, limits) }
    } catch (error) {
      discard(path)
      const message = error instanceof Error ? error.message : String(error)
      return { kind: 'fault', message }
    }
  }
}
