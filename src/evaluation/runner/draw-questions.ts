/** Which questions are played: drawn by seed, none twice before all were drawn once. */

import type { Split } from '../../questions/question.ts'
import { createChance, shuffle } from '../../schema-names/seeded-chance.ts'

/** As a reset asks for it. */
export type QuestionPlace = { readonly split: Split; readonly index: number }

/** How many questions of a split can be drawn. */
export type SplitCount = { readonly split: Split; readonly questionCount: number }

/**
 * @param episodeCount - where there are fewer questions, all are drawn again in another order
 * @returns the same places for the same counts and seed, on every machine and server
 */
export function drawQuestions(
  counts: readonly SplitCount[],
  episodeCount: number,
  seed: number,
): QuestionPlace[] {
  const places = counts.flatMap(({ split, questionCount }) =>
    Array.from({ length: questionCount }, (_, index) => ({ split, index })),
  )
  const drawn: QuestionPlace[] = []
  for (let round = 0; places.length > 0 && drawn.length < episodeCount; round += 1) {
    drawn.push(...shuffle(places, createChance(`questions ${seed} ${round}`)))
  }
  return drawn.slice(0, episodeCount)
}
