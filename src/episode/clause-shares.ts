/** Which clauses of a QUERY its progress is due to: each is left out once, and Φ looked at again. */

import type { WeightedSpan } from '../reward/credit/spread-terms.ts'
import { clausesOf, withoutClause } from '../sql/clauses.ts'
import type { QueryOutcome, QueryRunner } from '../sql/query.ts'
import type { Action } from './action.ts'
import type { Episode } from './episode.ts'
import { measuredPotential } from './measured-potential.ts'
import { planStep } from './step.ts'

/** Clauses that are left out, one at a time. All of these queries together have one more deadline. */
export const CLAUSES_MAX = 8

/**
 * A clause weighs as much as Φ is farther from what it was before the QUERY with the clause than
 * without it. The episode takes no notice of the queries that find this out.
 *
 * @param before - the episode as the QUERY met it
 * @param after - Φ since then; another than before
 * @returns none where all of the text is to be credited: it has too many clauses, none that counts
 *   alone, or one without which the query takes too much time or memory
 * @throws {Error} when the fault is ours: the step can be sent again
 */
export async function clauseShares(
  before: Episode,
  action: Action,
  after: number,
  queries: QueryRunner,
  turn: object,
): Promise<WeightedSpan[]> {
  const sql = action.argument
  const direction = Math.sign(after - before.potential)
  const shares: WeightedSpan[] = []
  for (const clause of clausesOf(sql, CLAUSES_MAX)) {
    const rest = { ...action, argument: withoutClause(sql, clause) }
    const outcome = await outcomeOf(before, rest, queries, turn)
    if (outcome?.kind === 'timed_out' || outcome?.kind === 'too_large') return []
    // Without a clause that it needs, the query finds nothing, be that good or bad.
    const fallback = direction > 0 ? before.potential : after
    const without = potentialFrom(before, sql, outcome) ?? fallback
    const weight = direction * (after - without)
    if (weight > 0) shares.push({ ...clause.span, weight })
  }
  return shares
}

/** @returns undefined where nothing is left to be run */
async function outcomeOf(
  before: Episode,
  action: Action,
  queries: QueryRunner,
  turn: object,
): Promise<QueryOutcome | undefined> {
  const plan = planStep(before, action)
  if (plan.kind !== 'query') return undefined
  const deadlineMs = Math.ceil(plan.limits.deadlineMs / CLAUSES_MAX)
  const limits = { ...plan.limits, deadlineMs, stepsShare: 1 / CLAUSES_MAX }
  return queries.run(plan.databaseId, plan.sql, limits, turn, plan.siblingId)
}

/** With the literals of the whole query, so that leaving one out does not make data of its value. */
function potentialFrom(
  before: Episode,
  sql: string,
  outcome: QueryOutcome | undefined,
): number | undefined {
  if (outcome?.kind !== 'table') return undefined
  const { table: resultTable, siblingTable, tablesRead } = outcome
  const hasReadTable = tablesRead.length > 0
  return measuredPotential(before, sql, { resultTable, siblingTable, hasReadTable })
}
