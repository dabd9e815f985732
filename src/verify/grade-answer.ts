/** Is this answer right? Facts only: what an answer is worth is the reward's business. */

import type { Gold } from './gold.ts'
import { gradeAsPublished } from './published-grading.ts'
import { gradeStrictly } from './strict-grading.ts'
import type { Verdict } from './verdict.ts'

export type { Gold } from './gold.ts'
export type { Verdict } from './verdict.ts'

/** What the text of an answer is held to. */
const TEXT_GRADINGS = ['strict', 'published'] as const
export type TextGrading = (typeof TEXT_GRADINGS)[number]

/** `evidence` is strict, and asks more of the episode: `src/episode/evidence.ts`. */
export const GRADINGS = [...TEXT_GRADINGS, 'evidence'] as const
export type Grading = (typeof GRADINGS)[number]

const GRADERS = {
  strict: gradeStrictly,
  published: gradeAsPublished,
  evidence: gradeStrictly,
} satisfies Record<Grading, (answer: string, gold: Gold) => Verdict>

/**
 * Reads what the agent wrote and compares it with gold; `docs/verification.md` has the rules. Takes
 * any text and never throws; a blank one is wrong whatever gold is.
 */
export function gradeAnswer(answer: string, gold: Gold, grading: Grading): Verdict {
  if (answer.trim() === '') return { isCorrect: false, reading: 'nothing' }
  return GRADERS[grading](answer, gold)
}
