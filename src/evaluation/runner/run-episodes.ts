/** Many episodes of one policy, several at a time. */

import type { Exchange } from '../../client/sqlenv-client.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { FINAL_FAULT_CODES } from '../policies/policy-fault.ts'
import type { NamedPolicy } from '../policies/policy-set.ts'
import type { QuestionPlace } from './draw-questions.ts'
import { playEpisode } from './play-episode.ts'
import type { PlayedEpisode, PlaySession } from './play-episode.ts'
import { createTrajectoryRecorder } from '../trajectory/trajectory-recorder.ts'
import type { EnvironmentFacts } from '../trajectory/environment-facts.ts'
import type { Trajectory } from '../trajectory/trajectory.ts'
import { createOrder } from './in-order.ts'

/**
 * After so many in a row the server is taken for gone, and the rest is not tried. Beyond one of each
 * episode under way: a server that is started anew loses all of them at once.
 */
const FAULTS_IN_A_ROW_MAX = 20

export type Run = {
  readonly policy: NamedPolicy
  readonly places: readonly QuestionPlace[]
  /** Those of `places` that were played before, and are not played again. */
  readonly playedBefore?: ReadonlySet<number>
  readonly seed: number
  /** Episodes at a time. */
  readonly parallel: number
  /** What every reset asks for besides the question. */
  readonly resetData: WireResetData
  /** Does not connect: a session does so at its first reset. */
  readonly openSession: (onExchange?: (exchange: Exchange) => void) => PlaySession
  readonly signal: AbortSignal
  /** As they end. */
  readonly onPlayed?: (episode: PlayedEpisode) => void
  readonly recording?: Recording
}

/** Without it no trajectory is made. */
export type Recording = {
  /** What trajectories say of the server. */
  readonly facts: EnvironmentFacts
  /** In the order of drawing, each as soon as those before it have ended. */
  readonly onRecorded: (recorded: RecordedEpisode) => void
}

/** Without a trajectory where the reset failed. */
export type RecordedEpisode = {
  readonly episode: PlayedEpisode
  readonly trajectory: Trajectory | null
}

/**
 * @returns those that were played now, in the order of drawing; all, unless it was broken off
 * @throws what `onRecorded` throws, once the episodes under way have ended
 */
export async function runEpisodes(run: Run): Promise<PlayedEpisode[]> {
  const { places, parallel, signal, recording } = run
  const due = places.flatMap((_, place) => (run.playedBefore?.has(place) ? [] : [place]))
  const sessionCount = Math.min(parallel, due.length)
  const rounds = roundsOf(places)
  const order = createOrder(due, recording?.onRecorded ?? (() => {}))
  const played: PlayedEpisode[] = []
  let takenCount = 0
  let faultsInARow = 0
  let isHopeless = false
  let failure: { readonly error: unknown } | undefined

  function isOver(): boolean {
    const isGivenUp = isHopeless || faultsInARow >= FAULTS_IN_A_ROW_MAX + sessionCount
    return signal.aborted || failure !== undefined || isGivenUp
  }

  async function work(): Promise<void> {
    let trajectory: Trajectory | null = null
    const recorder =
      recording === undefined
        ? undefined
        : createTrajectoryRecorder(recording.facts, (recorded) => {
            trajectory = recorded
          })
    let session = run.openSession(recorder?.onExchange)
    for (;;) {
      const place = due[takenCount]
      if (place === undefined || isOver()) break
      takenCount += 1
      const { policy, seed } = run
      const resetData = { ...run.resetData, ...places[place] }
      const round = rounds[place] ?? 0
      const episode = await playEpisode(session, { policy, place, round, seed, resetData, signal })
      recorder?.leave()
      if (episode === undefined) break
      played.push(episode)
      run.onPlayed?.(episode)
      try {
        order.add(place, { episode, trajectory })
      } catch (error) {
        failure ??= { error }
      }
      trajectory = null
      faultsInARow = episode.fault === null ? 0 : faultsInARow + 1
      if (episode.fault !== null) {
        isHopeless ||= FINAL_FAULT_CODES.has(episode.fault.code)
        await session.close()
        session = run.openSession(recorder?.onExchange)
      }
    }
    await session.close()
  }

  await Promise.all(Array.from({ length: sessionCount }, work))
  if (failure !== undefined) throw failure.error
  order.end()
  return played.toSorted((a, b) => a.place - b.place)
}

/** For each place how often its question stands before it. */
function roundsOf(places: readonly QuestionPlace[]): number[] {
  const counts = new Map<string, number>()
  return places.map(({ split, index }) => {
    const count = counts.get(`${split} ${index}`) ?? 0
    counts.set(`${split} ${index}`, count + 1)
    return count
  })
}
