/** What a query process does: keeps some databases open and runs what it is sent. */

import type { QueryOutcome } from '../../../sql/query.ts'
import { placeText } from './database-place.ts'
import type { DatabasePlace } from './database-place.ts'
import type { QueryReply, QueryRequest } from './query-messages.ts'
import { openSqliteEngine } from '../sqlite/sqlite-engine.ts'
import type { SqliteEngine } from '../../sqlite/sqlite-engine.ts'
import { timeStatement } from './statement-time.ts'

/**
 * @param enginesMax - databases kept open; the one that was used longest ago makes room
 * @param bytesMax - what those among them may take that are held in memory, beside the latest
 * @returns a function that never throws
 */
export function createQueryAnswerer(
  enginesMax: number,
  bytesMax: number,
): (request: QueryRequest) => QueryReply {
  // A Map keeps the order in which keys came: the first is the one used longest ago.
  const engines = new Map<string, SqliteEngine>()

  const discard = (key: string) => {
    engines.get(key)?.close()
    engines.delete(key)
  }

  const take = (place: DatabasePlace): SqliteEngine => {
    const key = placeText(place)
    const engine = engines.get(key) ?? openSqliteEngine(place.path, place.levelledAs)
    engines.delete(key)
    engines.set(key, engine)
    for (const oldest of engines.keys()) {
      const bytes = engines.values().reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
      if (engines.size <= enginesMax && bytes <= bytesMax) break
      if (oldest !== key) discard(oldest)
    }
    return engine
  }

  return (request) => {
    try {
      return { kind: 'outcome', outcome: runBoth(request, take) }
    } catch (error) {
      discard(placeText(request))
      const message = error instanceof Error ? error.message : String(error)
      return { kind: 'fault', message }
    }
  }
}

/** @throws {Error} when a file is at fault and not the statement */
function runBoth(
  { sql, sibling, limits, ...place }: QueryRequest,
  take: (place: DatabasePlace) => SqliteEngine,
): QueryOutcome {
  const isSlow = sibling === undefined ? undefined : timeStatement()
  const outcome = take(place).run(sql, limits)
  if (outcome.kind !== 'table' || sibling === undefined) return outcome
  if (outcome.tablesRead.length === 0 || isSlow?.() === true) return outcome
  const siblingTable = take(sibling).runAgain(sql, limits)
  return siblingTable === undefined ? outcome : { ...outcome, siblingTable }
}
