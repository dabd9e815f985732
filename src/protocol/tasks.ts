/** Tasks as OpenEnv's Task API lists them: what a question is about, and never its gold. */

import * as v from 'valibot'

import type { Question, Split } from '../questions/question.ts'

export const SplitRequestSchema = v.strictObject({ split: v.string() })

export const TaskRequestSchema = v.strictObject({
  split: v.string(),
  index: v.pipe(v.number(), v.integer()),
})

export const TaskRangeRequestSchema = v.strictObject({
  split: v.string(),
  start: v.nullish(v.pipe(v.number(), v.integer())),
  stop: v.nullish(v.pipe(v.number(), v.integer())),
})

export type WireTask = {
  /** A reset with this `question_id`, or with `split` and `index`, plays the task. */
  readonly id: string
  readonly split: Split
  readonly index: number
  readonly question: string
  readonly difficulty: Question['difficulty']
  /** Tasks of one group are about one database. */
  readonly group: string
}

/** @param index - the position in the split, from 0 */
export function toWireTask(question: Question, index: number): WireTask {
  return {
    id: question.questionId,
    split: question.split,
    index,
    question: question.questionText,
    difficulty: question.difficulty,
    group: question.databaseId,
  }
}
