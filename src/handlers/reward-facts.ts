/** The reward table in words, with the numbers that are paid. */

import {
  EXECUTION,
  NOVELTY_PER_EPISODE,
  PROGRESS_SCALE,
  REPETITION,
  REWARD_PROFILES,
  STEP_COST,
} from '../reward/profiles.ts'
import { REWARD_TERMS } from '../reward/terms.ts'
import type { RewardTerm } from '../reward/terms.ts'

export type RewardFact = { term: RewardTerm; value: string; when: string }

/** @param stepBudget - an integer from 1 to 100; `novelty` depends on it */
export function rewardFacts(stepBudget: number): RewardFact[] {
  const { clip, noveltyPerAction } = REWARD_PROFILES.default
  const facts: Readonly<Record<RewardTerm, Omit<RewardFact, 'term'>>> = {
    execution: {
      value: signed(EXECUTION),
      when: 'DESCRIBE or SAMPLE succeeded, or a QUERY ran that reads a table',
    },
    novelty: {
      value: signed(noveltyPerAction(stepBudget)),
      when: `such an action is new in the episode: ${NOVELTY_PER_EPISODE} over ${stepBudget} steps`,
    },
    repetition: { value: signed(REPETITION), when: 'the same action was made before' },
    step_cost: { value: signed(STEP_COST), when: 'every action but ANSWER' },
    progress: {
      value: `up to ±${PROGRESS_SCALE}`,
      when: 'the result of a QUERY came nearer to the right one, or went away from it',
    },
    clip: {
      value: 'the difference',
      when: `the sum of the above leaves ${signed(clip.min)} to ${signed(clip.max)}`,
    },
    answer: { value: '+1 or 0', when: 'ANSWER is right or wrong, or the budget is used up' },
  }
  return REWARD_TERMS.map((term) => ({ term, value: facts[term].value, when: facts[term].when }))
}

/** Three digits after the point at most, and a minus sign that is as wide as the plus. */
function signed(value: number): string {
  const digits = String(Number(Math.abs(value).toFixed(3)))
  return `${value < 0 ? '−' : '+'}${digits}`
}
