/** Replies and state as they go over the wire: snake_case, the trainer's channel beside the agent's. */

import * as v from 'valibot'

import type { EpisodeState } from '../episode/environment.ts'
import { OUTCOMES } from '../episode/episode.ts'
import { QUERY_CODES } from '../episode/reply.ts'
import type { Reply } from '../episode/reply.ts'
import { DIFFICULTIES, SPLITS } from '../questions/question.ts'
import { REWARD_TERMS } from '../reward/terms.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const observationFields = {
  question: v.string(),
  schema_info: v.string(),
  result: v.string(),
  error: v.string(),
  step_count: count,
  budget_remaining: count,
  action_history: v.array(v.string()),
}

export const MetadataSchema = v.strictObject({
  question_id: v.nullable(v.string()),
  db_id: v.nullable(v.string()),
  split: v.nullable(v.picklist(SPLITS)),
  difficulty: v.nullable(v.picklist(DIFFICULTIES)),
  outcome: v.nullable(v.picklist(OUTCOMES)),
  reward_terms: v.partial(v.strictObject(v.entriesFromList(REWARD_TERMS, v.number()))),
  query: v.nullable(
    v.strictObject({ rows: count, truncated: v.boolean(), code: v.picklist(QUERY_CODES) }),
  ),
  // Only where the reset asked for it.
  credit: v.optional(
    v.array(
      v.strictObject({
        start: count,
        end: count,
        term: v.picklist(REWARD_TERMS),
        value: v.number(),
      }),
    ),
  ),
})

export const EnvelopeSchema = v.strictObject({
  observation: v.strictObject(observationFields),
  reward: v.nullable(v.number()),
  done: v.boolean(),
  metadata: MetadataSchema,
})

/** The observation as OpenEnv's validators put it together: with the envelope's other keys. */
export const WholeObservationSchema = v.strictObject({
  done: v.boolean(),
  reward: v.nullable(v.number()),
  // Validators leave it out.
  metadata: v.optional(MetadataSchema),
  ...observationFields,
})

export const StateSchema = v.strictObject({
  episode_id: v.nullable(v.string()),
  step_count: count,
  question_id: v.nullable(v.string()),
  db_id: v.nullable(v.string()),
  split: v.nullable(v.picklist(SPLITS)),
  budget_remaining: count,
  done: v.boolean(),
})

/** What a reset or a step answers. */
export type WireReply = v.InferOutput<typeof EnvelopeSchema>
export type WireObservation = WireReply['observation']
export type WireMetadata = v.InferOutput<typeof MetadataSchema>
export type WireState = v.InferOutput<typeof StateSchema>

/**
 * What a reset or a step answers, in the names of the wire; the values stay as they are.
 *
 * @returns `credit` only where the reset asked for it
 */
export function toWireReply({ observation, reward, isDone, metadata }: Reply): WireReply {
  return {
    observation: {
      question: observation.question,
      schema_info: observation.schemaInfo,
      result: observation.result,
      error: observation.error,
      step_count: observation.stepCount,
      budget_remaining: observation.budgetRemaining,
      action_history: [...observation.actionHistory],
    },
    reward,
    done: isDone,
    metadata: {
      question_id: metadata.questionId,
      db_id: metadata.databaseId,
      split: metadata.split,
      difficulty: metadata.difficulty,
      outcome: metadata.outcome,
      reward_terms: metadata.rewardTerms,
      query: metadata.query,
      ...(metadata.credit && { credit: [...metadata.credit] }),
    },
  }
}

/** Before the first reset the texts are null and the numbers 0. */
export function toWireState(state: EpisodeState): WireState {
  return {
    episode_id: state.episodeId,
    step_count: state.stepCount,
    question_id: state.questionId,
    db_id: state.databaseId,
    split: state.split,
    budget_remaining: state.budgetRemaining,
    done: state.isDone,
  }
}
