/** The program of a query process: see `query-process.ts`, and `query-pool.ts` for who starts it. */

import Database from 'better-sqlite3'

import { createQueryAnswerer } from './query-process.ts'
import { answerRequests } from './query-transport.ts'

/** Each holds a file open and up to 2 MB of its pages. */
const ENGINES_MAX = 32
/** Those at a level are held in memory, and leave the most of it to queries. */
const ENGINE_BYTES_MAX = 32 * 2 ** 20

// SQLite's complaints are no failures of ours, and are common: nobody looks at where they came from.
Error.stackTraceLimit = 0
// A terminal sends these to every process of the group, but when to stop is the server's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
// The first database loads SQLite itself, which the first query would otherwise wait for.
new Database(':memory:').close()

await answerRequests(createQueryAnswerer(ENGINES_MAX, ENGINE_BYTES_MAX))
