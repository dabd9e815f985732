/** A step that was taken, as the page shows it. */

import * as v from 'valibot'

import { MetadataSchema } from '../../protocol/reply.ts'
import type { WireReply } from '../../protocol/reply.ts'

const { reward_terms, query } = MetadataSchema.entries

export const PlayedActionSchema = v.object({
  /** An agent's may be any word. */
  action_type: v.string(),
  argument: v.string(),
})

export const PlayedStepSchema = v.object({
  action: PlayedActionSchema,
  /** Null when its reply was lost: the step counted, and nobody knows what it earned. */
  reply: v.nullable(
    v.object({ result: v.string(), error: v.string(), reward: v.number(), reward_terms, query }),
  ),
})

export type PlayedAction = v.InferOutput<typeof PlayedActionSchema>
export type PlayedStep = v.InferOutput<typeof PlayedStepSchema>
export type PlayedTerms = NonNullable<PlayedStep['reply']>['reward_terms']

export function toPlayedStep(
  action: PlayedAction,
  { observation, reward, metadata }: WireReply,
): PlayedStep {
  const { result, error } = observation
  const { reward_terms: terms, query: report } = metadata
  return {
    action,
    reply: { result, error, reward: reward ?? 0, reward_terms: terms, query: report },
  }
}

/** After each step; a lost reply counts as nothing. */
export function runningTotals(steps: readonly PlayedStep[]): number[] {
  let total = 0
  return steps.map(({ reply }) => (total += reply?.reward ?? 0))
}

export function totalOf(steps: readonly PlayedStep[]): number {
  return runningTotals(steps).at(-1) ?? 0
}
