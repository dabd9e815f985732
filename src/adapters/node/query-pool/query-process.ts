/** What a query process does: keeps some databases open and runs what it is sent. */

import { placeText } from './database-place.ts'
import type { DatabasePlace } from './database-place.ts'
import type { QueryReply, QueryRequest } from './query-messages.ts'
import { openSqliteEngine } from '../sqlite/sqlite-engine.ts'
import type { SqliteEngine } from '../sqlite/sqlite-engine.ts'

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

  const take = (key: string, { path, levelledAs }: DatabasePlace): SqliteEngine => {
    const engine = engines.get(key) ?? openSqliteEngine(path, levelledAs)
    engines.delete(key)
    engines.set(key, engine)
    for (const oldest of engines.keys()) {
      const bytes = engines.values().reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
      if (engines.size <= enginesMax && bytes <= bytesMax) break
      if (oldest !== key) discard(oldest)
    }
    return engine
  }

  return ({ sql, limits, ...place }) => {
    const key = placeText(place)
    try {
      return { kind: 'outcome', outcome: take(key, place).run(sql, limits) }
    } catch (error) {
      discard(key)
      const message = error instanceof Error ? error.message : String(error)
      return { kind: 'fault', message }
    }
  }
}
