/** What spectators are sent of running episodes: docs/protocol.md, "Watching". */

import * as v from 'valibot'

import { EnvelopeSchema, MetadataSchema } from './reply.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const { question_id, db_id, difficulty, outcome } = MetadataSchema.entries

/** An episode in the list. It has a number of its own: a session's id would let one step in it. */
export const ShownSummarySchema = v.object({
  number: count,
  question: v.string(),
  question_id,
  db_id,
  difficulty,
  step_count: count,
  budget_remaining: count,
  /** Of the rewards so far. */
  reward_total: v.number(),
  done: v.boolean(),
  outcome,
})

export const ShownStepSchema = v.object({
  action_type: v.string(),
  /** Null where it was the right answer, or may have been: who watches is not to learn it. */
  argument: v.nullable(v.string()),
  reply: EnvelopeSchema,
})

/** An episode as far as it has come. */
export const ShownOpeningSchema = v.object({
  number: count,
  /** What the reset answered. */
  opening: EnvelopeSchema,
  /** Steps before those that follow, which are not kept. */
  steps_left_out: count,
  steps: v.array(ShownStepSchema),
})

export type ShownSummary = v.InferOutput<typeof ShownSummarySchema>
export type ShownStep = v.InferOutput<typeof ShownStepSchema>
export type ShownOpening = v.InferOutput<typeof ShownOpeningSchema>
