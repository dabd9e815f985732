/** What an environment needs, on real databases in this very process: for thousands of episodes. */

import type { LoadedData } from '../../adapters/node/data-files.ts'
import { placeOf } from '../../adapters/node/query-pool/database-place.ts'
import { openSqliteEngine } from '../../adapters/node/sqlite/sqlite-engine.ts'
import type { SqliteEngine } from '../../adapters/sqlite/sqlite-engine.ts'
import type { EnvironmentPorts } from '../../episode/environment.ts'

export type InProcessPorts = { readonly ports: EnvironmentPorts; readonly close: () => void }

/** Queries have no deadline here: whoever runs SQL without end is to be stopped from outside. */
export function openInProcessPorts({ bank, schemaOf, databasePath }: LoadedData): InProcessPorts {
  const engines = new Map<string, SqliteEngine>()
  const engineOf = (databaseKey: string): SqliteEngine => {
    const place = placeOf(databaseKey, databasePath)
    if (place === undefined) throw new Error(`No database ${databaseKey}`)
    const engine = engines.get(databaseKey) ?? openSqliteEngine(place.path, place.levelledAs)
    engines.set(databaseKey, engine)
    return engine
  }
  const ports: EnvironmentPorts = {
    bank,
    schemaOf,
    queries: {
      async run(databaseId, sql, limits, _turn, siblingId) {
        const outcome = engineOf(databaseId).run(sql, limits)
        if (outcome.kind !== 'table' || siblingId === undefined) return outcome
        const siblingTable = engineOf(siblingId).runAgain(sql, limits)
        return siblingTable === undefined ? outcome : { ...outcome, siblingTable }
      },
    },
    randomSeed: () => 0,
    limits: {
      argumentBytesMax: 65_536,
      resultRowsMax: 20,
      resultBytesMax: 16_384,
      cellCharsMax: 500,
      sampleRows: 5,
      queryTimeoutMs: 5000,
    },
    stepBudget: 15,
  }
  return { ports, close: () => engines.forEach((engine) => engine.close()) }
}
