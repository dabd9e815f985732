/** Recorded episodes: of one question, by several players. */

import * as v from 'valibot'

import { MetadataSchema } from '../../protocol/reply.ts'
import { PlayedStepSchema } from './played-step.ts'

const { outcome } = MetadataSchema.entries

const RecordedRunSchema = v.object({
  /** How it was played, in words. */
  player: v.string(),
  outcome,
  steps: v.array(PlayedStepSchema),
})

const RecordingSchema = v.object({
  question: v.string(),
  question_id: v.string(),
  db_id: v.string(),
  difficulty: v.string(),
  step_budget: v.number(),
  runs: v.array(RecordedRunSchema),
})

export const RecordingsSchema = v.array(RecordingSchema)

export type RecordedRun = v.InferOutput<typeof RecordedRunSchema>
export type Recording = v.InferOutput<typeof RecordingSchema>
