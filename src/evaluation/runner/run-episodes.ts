/** Many episodes of one policy, several at a time. */

import type { WireResetData } from '../../protocol/reset-options.ts'
import { FINAL_FAULT_CODES } from '../policies/policy-fault.ts'
import type { NamedPolicy } from '../policies/policy-set.ts'
import type { QuestionPlace } from './draw-questions.ts'
import { playEpisode } from './play-episode.ts'
import type { PlayedEpisode, PlaySession } from './play-episode.ts'

/** After so many in a row the server is taken for gone, and the rest is not tried. */
const FAULTS_IN_A_ROW_MAX = 20

export type Run = {
  readonly policy: NamedPolicy
  readonly places: readonly QuestionPlace[]
  readonly seed: number
  /** Episodes at a time. */
  readonly parallel: number
  /** What every reset asks for besides the question. */
  readonly resetData: WireResetData
  /** Does not connect: a session does so at its first reset. */
  readonly openSession: () => PlaySession
  readonly signal: AbortSignal
  readonly onPlayed?: (episode: PlayedEpisode) => void
}

/** @returns those that were played, in the order of drawing; all, unless it was broken off */
export async function runEpisodes(run: Run): Promise<PlayedEpisode[]> {
  const { places, parallel, signal, onPlayed } = run
  const played: PlayedEpisode[] = []
  let taken = 0
  let faultsInARow = 0
  let isHopeless = false
  const isOver = () => signal.aborted || isHopeless || faultsInARow >= FAULTS_IN_A_ROW_MAX

  async function work(): Promise<void> {
    let session = run.openSession()
    while (taken < places.length && !isOver()) {
      const place = taken
      taken += 1
      const { policy, seed } = run
      const resetData = { ...run.resetData, ...places[place] }
      const episode = await playEpisode(session, { policy, place, seed, resetData, signal })
      if (episode === undefined) break
      played.push(episode)
      onPlayed?.(episode)
      faultsInARow = episode.fault === null ? 0 : faultsInARow + 1
      if (episode.fault !== null) {
        isHopeless ||= FINAL_FAULT_CODES.has(episode.fault.code)
        await session.close()
        session = run.openSession()
      }
    }
    await session.close()
  }

  await Promise.all(Array.from({ length: Math.min(parallel, places.length) }, work))
  return played.toSorted((a, b) => a.place - b.place)
}
