/** Plays the failure corpus through the real environment, on real siblings. */

import { createEnvironment } from '../../../episode/environment.ts'
import type { EnvironmentPorts } from '../../../episode/environment.ts'
import type { Grading } from '../../../verify/grade-answer.ts'
import { corpusQuestionId } from './corpus-shop.ts'
import type { FailureId, FailureTry } from './failure-cases.ts'

export type PlayedFailure = {
  readonly id: FailureId
  readonly grading: Grading
  readonly isRight: boolean
  readonly isSolved: boolean
}

/** @returns one for each grading under which it is to be played */
export async function playFailure(
  ports: EnvironmentPorts,
  { id, question, queries, answer, isRight, gradings }: FailureTry,
): Promise<PlayedFailure[]> {
  const played: PlayedFailure[] = []
  for (const grading of gradings) {
    const environment = createEnvironment(ports)
    const reset = environment.reset({ questionId: corpusQuestionId(question), grading })
    if (reset.kind === 'refused') throw new Error(`${question}: ${reset.message}`)
    for (const sql of queries) await environment.step({ actionType: 'QUERY', argument: sql })
    const reply = await environment.step({ actionType: 'ANSWER', argument: answer })
    played.push({ id, grading, isRight, isSolved: reply.metadata.outcome === 'solved' })
  }
  return played
}
