/** Whether an episode found its answer: one of its queries must be gold on hidden data as well. */

import { isGoldResult, potentialRowsMax } from '../reward/potential.ts'
import type { QueryRunner } from '../sql/query.ts'
import type { Episode } from './episode.ts'
import { QUERY_BYTES_MAX } from './limits.ts'

/**
 * Runs the episode's queries that gave gold's result, the last one first, on all siblings of the
 * question; where it has none, there has to be such a query all the same. One that reads no table is
 * no evidence, and is not among them.
 *
 * @throws {Error} when the fault is ours: the answer can be sent again
 */
export async function hasEvidence(
  episode: Episode,
  queries: QueryRunner,
  turn: object,
): Promise<boolean> {
  for (const sql of episode.goldQueries) {
    if (await isGoldOnSiblings(episode, sql, queries, turn)) return true
  }
  return false
}

async function isGoldOnSiblings(
  { siblings, limits }: Episode,
  sql: string,
  queries: QueryRunner,
  turn: object,
): Promise<boolean> {
  for (const { databaseId, gold } of siblings) {
    const rowsMax = potentialRowsMax(gold.rows.length)
    const deadlineMs = limits.queryTimeoutMs
    const outcome = await queries.run(
      databaseId,
      sql,
      { rowsMax, bytesMax: QUERY_BYTES_MAX, deadlineMs },
      turn,
    )
    if (outcome.kind !== 'table' || !isGoldResult(outcome.table, gold)) return false
  }
  return true
}
