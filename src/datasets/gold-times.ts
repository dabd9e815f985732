/** How long gold takes: what an agent pays, and the environment, for each run of the right query. */

import type { GoldDatabase } from './gold-database.ts'

/** Above it a question is slow: hundreds of sessions share a few query processes. */
export const GOLD_MS_MAX = 50

const RUNS = 5

/** Where the data are not ours, golds may take seconds: the runs end once so much is spent. */
const RUNS_MS_MAX = 1_000

/**
 * Of processor time, so that what else the machine does counts for little.
 * @param goldSql - has run before
 * @returns milliseconds of each of up to five runs, one at least
 */
export function timeGold(database: GoldDatabase, goldSql: string): number[] {
  const runsMs: number[] = []
  let spentMs = 0
  while (runsMs.length < RUNS && spentMs < RUNS_MS_MAX) {
    const start = process.cpuUsage()
    database.run(goldSql)
    const { user, system } = process.cpuUsage(start)
    const runMs = (user + system) / 1000
    runsMs.push(runMs)
    spentMs += runMs
  }
  return runsMs
}

/**
 * Whether gold is over the limit in every run: noise only ever makes a run longer, so that the
 * fastest tells most, and a busy machine finds what an idle one finds.
 */
export function isSlow(runsMs: readonly number[]): boolean {
  return runsMs.length > 0 && Math.min(...runsMs) > GOLD_MS_MAX
}

/** @returns `undefined` where gold did not run */
export function medianMs(runsMs: readonly number[]): number | undefined {
  return runsMs.toSorted((a, b) => a - b)[Math.floor(runsMs.length / 2)]
}
