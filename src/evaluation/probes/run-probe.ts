/** Many episodes of one probe, several at a time. */

import type { WireResetData } from '../../protocol/reset-options.ts'
import type { Question } from '../../questions/question.ts'
import type { PlaySession } from '../runner/play-episode.ts'
import { playProbe } from './play-probe.ts'
import type { ProbedEpisode } from './play-probe.ts'
import type { Probe } from './probe.ts'

export type ProbeRun = {
  readonly probe: Probe
  readonly questions: readonly Question[]
  readonly seed: number
  /** Episodes at a time. */
  readonly parallel: number
  readonly resetData: WireResetData
  readonly openSession: () => PlaySession
  readonly signal: AbortSignal
  readonly onPlayed: () => void
}

/**
 * @returns an episode of each question, in their order
 * @throws {SqlEnvError} when the fault is the server's
 * @throws the signal's reason when it was broken off
 */
export async function runProbe(run: ProbeRun): Promise<ProbedEpisode[]> {
  const { probe, questions, seed, parallel, resetData, signal, onPlayed } = run
  const played: ProbedEpisode[] = []
  const left = [...questions.entries()]

  async function work(): Promise<void> {
    const session = run.openSession()
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      signal.throwIfAborted()
      const [place, question] = next
      played[place] = await playProbe(session, probe, question, seed, resetData)
      onPlayed()
    }
    await session.close()
  }

  await Promise.all(Array.from({ length: Math.min(parallel, questions.length) }, work))
  return played
}
