/** Plays a question to its end, as an agent would that asks one query and answers something. */

import { createEnvironment } from '../../../episode/environment.ts'
import type { EnvironmentPorts } from '../../../episode/environment.ts'
import { formatAnswer } from '../../../verify/answer-formats.ts'
import type { Grading } from '../../../verify/grade-answer.ts'
import type { ResultTable } from '../../../sql/query.ts'

export type Played = { readonly questionId: string; readonly sql: string; readonly answer: string }

/** @returns whether the episode ended as solved */
export async function isSolved(
  ports: EnvironmentPorts,
  grading: Grading,
  { questionId, sql, answer }: Played,
): Promise<boolean> {
  const environment = createEnvironment(ports)
  const reset = environment.reset({ questionId, grading })
  if (reset.kind === 'refused') throw new Error(`${questionId}: ${reset.message}`)
  await environment.step({ actionType: 'QUERY', argument: sql })
  const reply = await environment.step({ actionType: 'ANSWER', argument: answer })
  return reply.metadata.outcome === 'solved'
}

/** A result as an agent may answer it; JSON can hold any, but one without rows is no answer. */
export function answerOf({ columns, rows }: ResultTable): string {
  return formatAnswer(columns, rows).get('json') ?? '[]'
}
