/** A line of a file of trajectories, from text to one that fits its hashes. */

import * as v from 'valibot'

import { beginChain, linkOf } from './hash-chain.ts'
import {
  TRAJECTORY_FORMAT,
  TrajectorySchema,
  exchangesOf,
  headerOf,
  replyTextOf,
  sumsOf,
} from './trajectory.ts'
import type { RecordedExchange, Trajectory } from './trajectory.ts'

export type TrajectoryReading =
  | {
      readonly kind: 'trajectory'
      readonly trajectory: Trajectory
      readonly exchanges: readonly RecordedExchange[]
    }
  /** A trajectory of a version that this one cannot read. */
  | { readonly kind: 'other_format'; readonly format: string }
  /** `place` is the first thing that does not fit: `reset`, `step 3`, or a key such as `outcome`. */
  | { readonly kind: 'changed'; readonly place: string }
  | { readonly kind: 'no_trajectory'; readonly reason: string }

/** @param line - without its line break; whatever stands in it */
export function readTrajectory(line: string): TrajectoryReading {
  const input = parseJson(line)
  if (input === undefined) return { kind: 'no_trajectory', reason: 'it is not JSON' }
  const format = otherFormatOf(input)
  if (format !== undefined) return { kind: 'other_format', format }
  const issue = v.safeParse(TrajectorySchema, input, { abortEarly: true }).issues?.[0]
  if (issue !== undefined) {
    const place = v.getDotPath(issue)
    return { kind: 'no_trajectory', reason: `${place ?? 'the line'}: ${issue.message}` }
  }
  // As it was read, since the schema's own output has the keys in another order than was hashed.
  const trajectory = input as Trajectory
  try {
    const exchanges = exchangesOf(trajectory)
    const place = changedPlace(trajectory, exchanges)
    return place === undefined
      ? { kind: 'trajectory', trajectory, exchanges }
      : { kind: 'changed', place }
  } catch (error) {
    // What is nested too deep can be read, but not written.
    if (!(error instanceof RangeError)) throw error
    return { kind: 'no_trajectory', reason: error.message }
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const FormatSchema = v.object({
  format: v.pipe(v.string(), v.regex(/^sqlenv-trajectory\/\d{1,9}$/)),
})

function otherFormatOf(input: unknown): string | undefined {
  const result = v.safeParse(FormatSchema, input)
  if (!result.success || result.output.format === TRAJECTORY_FORMAT) return undefined
  return result.output.format
}

function changedPlace(
  trajectory: Trajectory,
  exchanges: readonly RecordedExchange[],
): string | undefined {
  let hash = beginChain(headerOf(trajectory))
  for (const { step, requestText, reply, hash: recorded } of exchanges) {
    hash = linkOf(hash, requestText, replyTextOf(reply))
    if (hash !== recorded) return step === 0 ? 'reset' : `step ${step}`
  }
  const sums = sumsOf(exchanges.map(({ reply }) => reply))
  const written = new Map<string, unknown>(Object.entries(trajectory))
  return Object.entries(sums).find(([key, value]) => written.get(key) !== value)?.[0]
}
