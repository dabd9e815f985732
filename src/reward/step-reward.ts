/** Turns what happened in a step into the terms that the learner is trained on. */

import { EXECUTION, PROGRESS_SCALE, REPETITION, STEP_COST } from './profiles.ts'
import type { RewardProfile } from './profiles.ts'
import { REWARD_TERMS, sumTerms } from './terms.ts'
import type { RewardTerms } from './terms.ts'

/** What a step other than ANSWER did. */
export type ExplorationFacts = {
  readonly isQuery: boolean
  readonly hasSucceeded: boolean
  /** True for DESCRIBE and SAMPLE that succeed, and for a QUERY whose program opens a table. */
  readonly hasReadTable: boolean
  /** The same normalised action was made before in the episode, successful or not. */
  readonly isRepeated: boolean
  /** A QUERY whose rows equal those of an earlier one. */
  readonly hasSeenRows: boolean
  /** Φ′ − Φ, from −1 to 1; 0 where the potential stays as it is. */
  readonly potentialChange: number
}

/** @param stepBudget - steps that the episode allows; an integer from 1 to 100 */
export function explorationTerms(
  facts: ExplorationFacts,
  profile: RewardProfile,
  stepBudget: number,
): RewardTerms {
  const isPaid = facts.hasSucceeded && (facts.hasReadTable || !profile.paysForDataOnly)
  const terms: RewardTerms = {
    execution: isPaid ? EXECUTION : 0,
    novelty: isPaid && isNew(facts, profile) ? profile.noveltyPerAction(stepBudget) : 0,
    repetition: isRepetition(facts, profile) ? REPETITION : 0,
    step_cost: STEP_COST,
    progress: PROGRESS_SCALE * facts.potentialChange,
  }
  return withoutZeros({ ...terms, clip: correction(sumTerms(terms), profile) })
}

/** The last step's terms: `exploration` is empty for an ANSWER, else of the step that used up the budget. */
export function finalTerms(exploration: RewardTerms, isCorrect: boolean): RewardTerms {
  return { ...exploration, answer: isCorrect ? 1 : 0 }
}

function isNew(facts: ExplorationFacts, profile: RewardProfile): boolean {
  if (facts.isRepeated) return false
  return profile.paysForDataOnly ? !facts.hasSeenRows : facts.isQuery
}

function isRepetition(facts: ExplorationFacts, profile: RewardProfile): boolean {
  if (!facts.isRepeated) return false
  return profile.paysForDataOnly || (facts.isQuery && facts.hasSucceeded)
}

/** What has to be added to `sum` to bring it into the profile's range. */
function correction(sum: number, { clip }: RewardProfile): number {
  return Math.min(Math.max(sum, clip.min), clip.max) - sum
}

function withoutZeros(terms: RewardTerms): RewardTerms {
  const nonZero = REWARD_TERMS.filter((term) => (terms[term] ?? 0) !== 0)
  return Object.fromEntries(nonZero.map((term) => [term, terms[term]]))
}
