/** One episode of a probe, from reset to its end, and on past it where the probe does so. */

import type { WireResetData } from '../../protocol/reset-options.ts'
import type { Question } from '../../questions/question.ts'
import { createChance } from '../../schema-names/seeded-chance.ts'
import type { PlaySession } from '../runner/play-episode.ts'
import type { Probe } from './probe.ts'

export type ProbedEpisode = {
  readonly questionId: string
  /** Of all steps, those after the end too. */
  readonly reward: number
  readonly isSolved: boolean
  readonly stepCount: number
}

/**
 * @param resetData - what the reset asks for besides the question and the probe's own budget
 * @throws {SqlEnvError} when the fault is the server's: then nothing can be said of the probe
 */
export async function playProbe(
  session: PlaySession,
  probe: Probe,
  question: Question,
  seed: number,
  resetData: WireResetData,
): Promise<ProbedEpisode> {
  const { questionId } = question
  const { stepBudget } = probe
  const start = await session.reset({
    ...resetData,
    question_id: questionId,
    ...(stepBudget !== undefined && { step_budget: stepBudget }),
  })
  const chance = createChance(`${probe.name} ${seed} ${questionId}`)
  const play = probe.play({ start, question, chance })
  let reward = 0
  let isSolved = false
  let stepCount = 0
  let stepsAfterEnd = probe.stepsAfterEnd ?? 0
  for (let next = play.next(); next.done !== true;) {
    const reply = await session.step(next.value)
    reward += reply.reward ?? 0
    isSolved ||= reply.metadata.outcome === 'solved'
    stepCount += 1
    if (reply.done) stepsAfterEnd -= 1
    if (stepsAfterEnd < 0) break
    next = play.next(reply)
  }
  return { questionId, reward, isSolved, stepCount }
}
