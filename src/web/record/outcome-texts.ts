/** The ends of an episode, in a word. */

export const OUTCOMES = { solved: 'Solved', wrong: 'Wrong', out_of_budget: 'Out of steps' } as const
