/** The named parts of a reward. Their order is the order in which they are summed. */

export const REWARD_TERMS = [
  'execution',
  'novelty',
  'repetition',
  'step_cost',
  'progress',
  'clip',
  'answer',
] as const

export type RewardTerm = (typeof REWARD_TERMS)[number]

/** What each term adds, in reward units. Terms that are 0 are left out, `answer` excepted. */
export type RewardTerms = { readonly [term in RewardTerm]?: number }

/** The reward of a step: its terms as doubles, summed in table order. */
export function sumTerms(terms: RewardTerms): number {
  return REWARD_TERMS.reduce((sum, term) => sum + (terms[term] ?? 0), 0)
}
