/** GET /web/choices: what the page offers to play, and the facts that it explains. */

import * as v from 'valibot'

import { DIFFICULTIES, SPLITS } from '../questions/question.ts'
import { REWARD_TERMS } from '../reward/terms.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const DatasetChoiceSchema = v.object({
  name: v.string(),
  title: v.string(),
  license: v.string(),
  attribution: v.string(),
  homepage: v.string(),
  source: v.string(),
})

/** Questions that can be drawn together: those of one database, split and difficulty. */
const QuestionGroupSchema = v.object({
  dataset: v.string(),
  db_id: v.string(),
  split: v.picklist(SPLITS),
  difficulty: v.picklist(DIFFICULTIES),
  questions: count,
})

export const ChoicesSchema = v.object({
  version: v.string(),
  /** In production there is no reset, and so nothing to play here. */
  mode: v.picklist(['simulation', 'production']),
  /** Whether running episodes may be watched: `SQLENV_SPECTATE`. */
  is_spectated: v.boolean(),
  sqlite_version: v.string(),
  default_dataset: v.string(),
  step_budget: count,
  step_budget_max: count,
  sample_rows: count,
  result_rows_max: count,
  /** 0 where the runtime bounds the work of a query and not its time. */
  query_timeout_ms: count,
  datasets: v.array(DatasetChoiceSchema),
  groups: v.array(QuestionGroupSchema),
  /** In table order. */
  reward_terms: v.array(
    v.object({ term: v.picklist(REWARD_TERMS), value: v.string(), when: v.string() }),
  ),
})

export type WireChoices = v.InferOutput<typeof ChoicesSchema>
export type WireQuestionGroup = v.InferOutput<typeof QuestionGroupSchema>
