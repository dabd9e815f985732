/** Which parts of an action's text a step's reward goes to: docs/token-credit.md has the rules. */

import { blamedSpans } from '../reward/credit/blamed-spans.ts'
import { spreadTerms } from '../reward/credit/spread-terms.ts'
import type { Credit, WeightedSpan } from '../reward/credit/spread-terms.ts'
import type { QueryOutcome, QueryRunner } from '../sql/query.ts'
import type { Span } from '../sql/tokens.ts'
import { toActionType } from './action.ts'
import type { Action } from './action.ts'
import { clauseShares } from './clause-shares.ts'
import { charCount } from './cut-text.ts'
import type { Episode } from './episode.ts'
import type { Step } from './step.ts'

/** @param outcome - of the query that the step ran; undefined where it ran none */
export type SettledStep = Step & { readonly outcome?: QueryOutcome }

/**
 * @param before - the episode as the action met it
 * @returns spans of the argument in Unicode code points, term by term in table order
 * @throws {Error} when the fault is ours: the step can be sent again
 */
export async function creditOf(
  before: Episode,
  action: Action,
  { episode: after, reply, outcome }: SettledStep,
  queries: QueryRunner,
  turn: object,
): Promise<Credit[]> {
  const { argument } = action
  const { rewardTerms } = reply.metadata
  const hasFailed = reply.observation.error !== ''
  const blamed = hasFailed ? blamedBy(action, outcome).map(withSameWeight) : []
  const hasProgress = rewardTerms.progress !== undefined
  const credits = spreadTerms(argument, rewardTerms, {
    step_cost: blamed,
    progress: hasProgress ? await clauseShares(before, action, after.potential, queries, turn) : [],
  })
  return credits.map((credit) => withCodePoints(argument, credit))
}

/** The words of a failed action that are wrong; none where that is all of them. */
function blamedBy({ actionType, argument }: Action, outcome: QueryOutcome | undefined): Span[] {
  switch (toActionType(actionType)) {
    case 'DESCRIBE':
    case 'SAMPLE':
      return outcome === undefined ? withoutOuterBlanks(argument) : []
    case 'QUERY':
      return outcome?.kind === 'failed' || outcome?.kind === 'refused'
        ? blamedSpans(argument, outcome)
        : []
    case 'ANSWER':
    case undefined:
      return []
  }
}

function withoutOuterBlanks(text: string): Span[] {
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  return start < end ? [{ start, end }] : []
}

function withSameWeight(span: Span): WeightedSpan {
  return { ...span, weight: 1 }
}

function withCodePoints(text: string, { start, end, term, value }: Credit): Credit {
  const before = charCount(text.slice(0, start))
  return { start: before, end: before + charCount(text.slice(start, end)), term, value }
}
