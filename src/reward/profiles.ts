/** What a step is worth, in numbers. `docs/reward.md` explains each and is held to this file. */

/**
 * Earned by an action that taught something: DESCRIBE or SAMPLE of a table that exists, or a QUERY
 * that ran and read a table (`published`: that ran). It only pays back the step's cost, so that a
 * failed action is the dearer one.
 */
export const EXECUTION = 0.02

/** What all new actions of an episode can earn together, in reward units. */
export const NOVELTY_PER_EPISODE = 0.15

/** Charged when the same normalised action was made before in the episode. */
export const REPETITION = -0.03

/**
 * Charged for every action but ANSWER: looking around is not free, and a right answer after a full
 * budget still beats a wrong one.
 */
export const STEP_COST = -0.02

/** The worth of coming all the way from nothing to gold's result, in reward units. */
export const PROGRESS_SCALE = 0.15

/** The two ways of paying for exploration. Both pay 1 for a right ANSWER and 0 for any other end. */
export type RewardProfile = {
  readonly name: RewardProfileName
  /** The sum of a step's terms before `clip`, held to this range. */
  readonly clip: { readonly min: number; readonly max: number }
  /** @returns what one new action earns; `stepBudget` is an integer from 1 to 100 */
  readonly noveltyPerAction: (stepBudget: number) => number
  /**
   * True: only what reads the data pays. A QUERY earns nothing without reading a table, one whose
   * rows were seen before is not new, and DESCRIBE and SAMPLE can be new or repeated too.
   * False, as published: any QUERY that runs pays, and only a QUERY can be new or repeated.
   */
  readonly paysForDataOnly: boolean
}

export const REWARD_PROFILE_NAMES = ['default', 'published'] as const
export type RewardProfileName = (typeof REWARD_PROFILE_NAMES)[number]

export const REWARD_PROFILES: { readonly [name in RewardProfileName]: RewardProfile } = {
  /** Bounded: an episode without a right answer totals at most 0.30 at every step budget. */
  default: {
    name: 'default',
    // Symmetric, so that going away from gold costs what coming near has paid.
    clip: { min: -0.15, max: 0.15 },
    noveltyPerAction: (stepBudget) => NOVELTY_PER_EPISODE / stepBudget,
    paysForDataOnly: true,
  },
  /** The predecessor's constants, holes and all: its clip pays +0.05 for each step up and down. */
  published: {
    name: 'published',
    clip: { min: -0.1, max: 0.15 },
    noveltyPerAction: () => 0.01,
    paysForDataOnly: false,
  },
}
