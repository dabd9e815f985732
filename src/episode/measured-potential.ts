/** Φ of what a QUERY gave, as the episode's profile and sibling have it. */

import { potentialOf, potentialOnBoth, publishedPotentialOf } from '../reward/potential.ts'
import type { ResultTable } from '../sql/query.ts'
import type { Episode } from './episode.ts'

export type MeasuredQuery = {
  readonly hasReadTable?: boolean
  /** The whole result of a QUERY that ran. */
  readonly resultTable?: ResultTable
  /** What it gave on the sibling. */
  readonly siblingTable?: ResultTable | undefined
}

/**
 * @param sql - whose literals are no match
 * @returns undefined where nothing can be measured: Φ then stays as it is
 */
export function measuredPotential(
  { gold, progressSibling, rewardProfile }: Episode,
  sql: string,
  { resultTable, siblingTable, hasReadTable }: MeasuredQuery,
): number | undefined {
  if (resultTable === undefined) return undefined
  if (!rewardProfile.paysForDataOnly) return publishedPotentialOf(resultTable, gold)
  if (hasReadTable !== true) return undefined
  if (progressSibling === null) return potentialOf(resultTable, sql, gold)
  // One that fails there, or is too slow to be tried, would be a way around it.
  if (siblingTable === undefined) return 0
  const there = { result: siblingTable, gold: progressSibling.gold }
  return potentialOnBoth(sql, { result: resultTable, gold }, there)
}
