/** The data of a reset: which question, and under which rules. Everything is optional. */

import * as v from 'valibot'

import { STEP_BUDGET_MAX } from '../episode/limits.ts'
import type { ResetOptions } from '../episode/environment.ts'
import { DIFFICULTIES, SPLITS } from '../questions/question.ts'
import { SEED_MAX } from '../questions/draw.ts'
import { REWARD_PROFILE_NAMES } from '../reward/profiles.ts'
import { SCHEMA_LEVELS } from '../schema-names/levels.ts'
import { GRADINGS } from '../verify/grade-answer.ts'
import { parseWire } from './parse.ts'

const text = (description: string) => v.nullish(v.pipe(v.string(), v.description(description)))

const integer = (min: number, max: number, description: string) =>
  v.nullish(
    v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max), v.description(description)),
  )

const oneOf = <const T extends readonly string[]>(options: T, description: string) =>
  v.nullish(v.pipe(v.picklist(options), v.description(description)))

/** More than any database has. */
const VARIANT_MAX = 99

/** Unknown keys are let through and ignored: rows of a training set carry many. */
export const ResetDataSchema = v.looseObject({
  seed: integer(0, SEED_MAX, 'Draws the question; the same seed draws the same one'),
  episode_id: v.nullish(
    v.pipe(v.string(), v.maxLength(255), v.description('Repeated in the state')),
  ),
  question_id: text('Picks one question'),
  split: oneOf(SPLITS, 'Only questions of this split'),
  index: integer(0, SEED_MAX, 'The position in the split, from 0; needs split'),
  db_id: text('Only questions about this database'),
  difficulty: oneOf(DIFFICULTIES, 'Only questions of this difficulty'),
  step_budget: integer(1, STEP_BUDGET_MAX, 'Steps that the episode allows'),
  reward: oneOf(REWARD_PROFILE_NAMES, 'How exploration is paid'),
  grading: oneOf(GRADINGS, 'How the answer is compared with gold'),
  dataset: text('builtin when it is loaded, else the first by name'),
  variant: integer(0, VARIANT_MAX, '0: the database as shipped; n: its n-th playable sibling'),
  schema: oneOf(SCHEMA_LEVELS, 'Which names the tables and columns have'),
  question_text: text('Picks the question with exactly this text'),
  credit: v.nullish(
    v.pipe(v.boolean(), v.description('Whether metadata says what parts of an action have earned')),
  ),
})

/** Reset data as clients send it. */
export type WireResetData = v.InferInput<typeof ResetDataSchema>

/** Null means the same as absent. @throws {EnvError} VALIDATION_ERROR that names the field */
export function parseResetData(
  input: unknown,
  loc: readonly (string | number)[] = [],
): ResetOptions {
  const data = parseWire(ResetDataSchema, input, loc)
  return {
    seed: data.seed ?? undefined,
    episodeId: data.episode_id ?? undefined,
    questionId: data.question_id ?? undefined,
    split: data.split ?? undefined,
    index: data.index ?? undefined,
    databaseId: data.db_id ?? undefined,
    difficulty: data.difficulty ?? undefined,
    stepBudget: data.step_budget ?? undefined,
    rewardProfile: data.reward ?? undefined,
    grading: data.grading ?? undefined,
    dataset: data.dataset ?? undefined,
    schemaLevel: data.schema ?? undefined,
    questionText: data.question_text ?? undefined,
    variant: data.variant ?? undefined,
    givesCredit: data.credit ?? undefined,
  }
}

const NUMBER_FIELDS: ReadonlySet<string> = new Set(['seed', 'index', 'step_budget', 'variant'])

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

/**
 * Reset data from the query of an address, where all is text.
 * @throws {EnvError} VALIDATION_ERROR that names the field
 */
export function parseResetQuery(query: Readonly<Record<string, string>>): ResetOptions {
  const fields = Object.entries(query).map(([name, value]) => {
    const isNumber = NUMBER_FIELDS.has(name) && /^\d{1,16}$/.test(value)
    if (name === 'credit') return [name, TRUTHS.get(value) ?? value]
    return [name, isNumber ? Number(value) : value]
  })
  return parseResetData(Object.fromEntries(fields), ['query'])
}

/** The wire's name of a field by which questions are selected. */
export const SELECTION_FIELD_NAMES = {
  dataset: 'dataset',
  questionId: 'question_id',
  questionText: 'question_text',
  split: 'split',
  index: 'index',
  databaseId: 'db_id',
  difficulty: 'difficulty',
  variant: 'variant',
  schemaLevel: 'schema',
} as const
