/** An episode as the page keeps it, so that a reload or a lost connection finds it again. */

import * as v from 'valibot'

import { MetadataSchema } from '../../protocol/reply.ts'
import type { WireReply, WireState } from '../../protocol/reply.ts'
import { ResetDataSchema } from '../../protocol/reset-options.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { PlayedActionSchema, PlayedStepSchema, toPlayedStep } from '../record/played-step.ts'
import type { PlayedAction } from '../record/played-step.ts'

const { question_id, db_id, split, difficulty, outcome } = MetadataSchema.entries

const SavedEpisodeSchema = v.object({
  sessionId: v.string(),
  resetData: ResetDataSchema,
  question: v.string(),
  schemaInfo: v.string(),
  question_id,
  db_id,
  split,
  difficulty,
  outcome,
  isDone: v.boolean(),
  stepCount: v.number(),
  stepsLeft: v.number(),
  steps: v.array(PlayedStepSchema),
  /** Sent, and not answered yet. */
  pending: v.nullable(PlayedActionSchema),
})

export type SavedEpisode = v.InferOutput<typeof SavedEpisodeSchema>

/** @param reply - what the reset answered */
export function beginEpisode(
  sessionId: string,
  resetData: WireResetData,
  { observation, metadata }: WireReply,
): SavedEpisode {
  return {
    sessionId,
    resetData,
    question: observation.question,
    schemaInfo: observation.schema_info,
    question_id: metadata.question_id,
    db_id: metadata.db_id,
    split: metadata.split,
    difficulty: metadata.difficulty,
    outcome: metadata.outcome,
    isDone: false,
    stepCount: observation.step_count,
    stepsLeft: observation.budget_remaining,
    steps: [],
    pending: null,
  }
}

export function withReply(
  episode: SavedEpisode,
  action: PlayedAction,
  reply: WireReply,
): SavedEpisode {
  const { observation, metadata } = reply
  return {
    ...episode,
    schemaInfo: observation.schema_info,
    outcome: metadata.outcome,
    isDone: reply.done,
    stepCount: observation.step_count,
    stepsLeft: observation.budget_remaining,
    steps: [...episode.steps, toPlayedStep(action, reply)],
    pending: null,
  }
}

export type Reunion = {
  readonly episode: SavedEpisode
  /** What became of the step that was on its way, if one was. */
  readonly lastStep: 'none' | 'not_taken' | 'reply_lost'
}

/**
 * Brings the record in line with the state that the server tells after the connection was lost.
 * @returns undefined when the session plays another episode now
 */
export function reunite(episode: SavedEpisode, state: WireState): Reunion | undefined {
  const { pending } = episode
  const taken = state.step_count - episode.stepCount
  if (state.question_id !== episode.question_id || taken < 0) return undefined
  const current = {
    ...episode,
    stepCount: state.step_count,
    stepsLeft: state.budget_remaining,
    isDone: state.done,
    pending: null,
  }
  if (taken === 0) {
    return { episode: current, lastStep: pending === null ? 'none' : 'not_taken' }
  }
  // A step that was taken from elsewhere is not known here, and so is not shown.
  if (pending === null) return { episode: current, lastStep: 'none' }
  const steps = [...episode.steps, { action: pending, reply: null }]
  return { episode: { ...current, steps }, lastStep: 'reply_lost' }
}

/** @returns undefined for whatever is no episode as this page writes it */
export function parseSavedEpisode(text: string | null): SavedEpisode | undefined {
  if (text === null) return undefined
  try {
    const result = v.safeParse(SavedEpisodeSchema, JSON.parse(text))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}
