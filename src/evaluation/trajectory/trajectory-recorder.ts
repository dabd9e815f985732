/** Makes trajectories of what a client exchanges with its server, as it is played. */

import type { Exchange } from '../../client/sqlenv-client.ts'
import type { WireReply } from '../../protocol/reply.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { datasetsOf } from './environment-facts.ts'
import type { EnvironmentFacts } from './environment-facts.ts'
import { beginChain, linkOf } from './hash-chain.ts'
import { toKeptReply, toWholeReply } from './kept-reply.ts'
import { TRAJECTORY_FORMAT, headerOf, replyTextOf, sumsOf } from './trajectory.ts'
import type { Trajectory } from './trajectory.ts'

export type TrajectoryRecorder = {
  /** A client's `onExchange`. @throws {RangeError} at a reply that could not be written again */
  readonly onExchange: (exchange: Exchange) => void
  /** The episode under way was left, by the player or with its connection: its outcome is null. */
  readonly leave: () => void
}

type Recording = {
  readonly resetData: WireResetData
  readonly replies: WireReply[]
  readonly opening: Trajectory['opening']
  readonly steps: Trajectory['steps']
  hash: string
}

/**
 * For one client. A step that was refused, and steps after the end, are no part of a trajectory:
 * they change nothing.
 * @param onTrajectory - is given each episode when it is over, or left by `leave` or the next reset
 */
export function createTrajectoryRecorder(
  facts: EnvironmentFacts,
  onTrajectory: (trajectory: Trajectory) => void,
): TrajectoryRecorder {
  let recording: Recording | undefined

  function leave(): void {
    const ended = recording
    recording = undefined
    if (ended !== undefined) onTrajectory(toTrajectory(ended, facts))
  }

  function onExchange({ request, requestText, reply: { type }, replyText }: Exchange): void {
    if (type !== 'observation' || request.type === 'state') return
    // The client has parsed it; here are also the keys that it does not know, in their order.
    const { data: reply } = JSON.parse(replyText) as { data: WireReply }
    if (request.type === 'reset') {
      leave()
      recording = begin(facts, request.data, requestText, reply, replyText)
      return
    }
    if (recording === undefined) return
    const before = recording.replies.at(-1) ?? reply
    const kept = toKeptReply(reply, before)
    demandBytes(toWholeReply(kept, before), replyText)
    recording.hash = linkOf(recording.hash, requestText, replyText)
    recording.steps.push({ action: request.data, reply: kept, hash: recording.hash })
    recording.replies.push(reply)
    if (reply.done) leave()
  }

  return { onExchange, leave }
}

function begin(
  facts: EnvironmentFacts,
  resetData: WireResetData,
  requestText: string,
  reply: WireReply,
  replyText: string,
): Recording {
  demandBytes(reply, replyText)
  const header = headerOf({
    format: TRAJECTORY_FORMAT,
    environment: facts.environment,
    datasets: datasetsOf(facts, resetData),
  })
  const hash = linkOf(beginChain(header), requestText, replyText)
  return { resetData, replies: [reply], opening: { reply, hash }, steps: [], hash }
}

function demandBytes(reply: WireReply, replyText: string): void {
  if (replyTextOf(reply) === replyText) return
  throw new RangeError('Expected a reply whose bytes can be written again from what is kept of it')
}

function toTrajectory(
  { resetData, replies, opening, steps }: Recording,
  facts: EnvironmentFacts,
): Trajectory {
  return {
    format: TRAJECTORY_FORMAT,
    ...sumsOf(replies),
    environment: facts.environment,
    datasets: datasetsOf(facts, resetData),
    // As it was sent; the type of what is read allows for any other keys.
    reset: { ...resetData },
    opening,
    steps,
  }
}
