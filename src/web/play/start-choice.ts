/** What a person chooses before an episode, and what is left to draw from. */

import type { WireQuestionGroup } from '../../protocol/choices.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'

export const ANY = ''

export type StartChoice = {
  readonly dataset: string
  readonly split: string
  readonly database: string
  readonly difficulty: string
  /** As typed. */
  readonly seed: string
}

type Filter = Partial<Omit<StartChoice, 'seed'>>

/** Questions that the choice leaves; what is absent or any does not matter. */
export function countQuestions(groups: readonly WireQuestionGroup[], filter: Filter): number {
  const fits = (wanted: string | undefined, value: string) =>
    wanted === undefined || wanted === ANY || wanted === value
  return groups
    .filter(
      ({ dataset, split, db_id, difficulty }) =>
        fits(filter.dataset, dataset) &&
        fits(filter.split, split) &&
        fits(filter.database, db_id) &&
        fits(filter.difficulty, difficulty),
    )
    .reduce((sum, { questions }) => sum + questions, 0)
}

/** Each value of one field with the questions that it would leave, the rest of the choice as it is. */
export function optionsOf(
  groups: readonly WireQuestionGroup[],
  choice: StartChoice,
  field: 'split' | 'database' | 'difficulty',
  values: readonly string[],
): { value: string; text: string; count: number }[] {
  return values.map((value) => ({
    value,
    text: value,
    count: countQuestions(groups, { ...choice, [field]: value }),
  }))
}

/** @param drawSeed - called where none was typed, so that the episode can be played again */
export function toResetData(choice: StartChoice, drawSeed: () => number): WireResetData {
  const { dataset, split, database, difficulty, seed } = choice
  return {
    seed: /^\d{1,15}$/.test(seed) ? Number(seed) : drawSeed(),
    dataset,
    ...(split !== ANY && { split: split as NonNullable<WireResetData['split']> }),
    ...(database !== ANY && { db_id: database }),
    ...(difficulty !== ANY && {
      difficulty: difficulty as NonNullable<WireResetData['difficulty']>,
    }),
  }
}
