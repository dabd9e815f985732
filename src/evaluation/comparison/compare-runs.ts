/** Two runs: which of their policies are compared, and what else differs between them. */

import type { PlayedEpisode } from '../runner/play-episode.ts'
import { differenceOf } from '../runs/run-header.ts'
import type { RunHeader } from '../runs/run-header.ts'
import { compareEpisodes } from './compare-episodes.ts'
import type { Comparison } from './compare-episodes.ts'

export type PlayedRun = {
  readonly header: RunHeader
  /** Of each policy, in the order of drawing. */
  readonly episodes: ReadonlyMap<string, readonly PlayedEpisode[]>
}

export type RunComparison = {
  /** As the user named it. */
  readonly other: string
  /** The first thing besides the policies in which the runs differ, as a sentence; null for none. */
  readonly caution: string | null
  readonly comparisons: readonly Comparison[]
}

/**
 * @param otherName - what the user calls the other run
 * @throws {RangeError} when the runs are of other data, or no policies can be paired
 */
export function demandComparable(header: RunHeader, other: PlayedRun, otherName: string): void {
  for (const key of ['dataset', 'data_checksum'] as const) {
    if (header[key] === other.header[key]) continue
    throw new RangeError(
      `The run in ${otherName} has ${key} ${other.header[key]}, and this one ${header[key]}`,
    )
  }
  const others = [...other.episodes.keys()]
  if (policyPairs(header.policies, others).length > 0) return
  const known = others.join(', ') || 'no episode at all'
  throw new RangeError(`The run in ${otherName} has none of this one's policies: ${known}`)
}

/** Policies of the same name are compared; where there is none, the only one with the only one. */
export function compareRuns(run: PlayedRun, other: PlayedRun, otherName: string): RunComparison {
  const pairs = policyPairs([...run.episodes.keys()], [...other.episodes.keys()])
  return {
    other: otherName,
    caution: cautionOf(run.header, other.header),
    comparisons: pairs.map(([policy, otherPolicy]) =>
      compareEpisodes(
        { policy, episodes: run.episodes.get(policy) ?? [] },
        { policy: otherPolicy, episodes: other.episodes.get(otherPolicy) ?? [] },
      ),
    ),
  }
}

function policyPairs(
  names: readonly string[],
  others: readonly string[],
): (readonly [string, string])[] {
  const shared = names.filter((name) => others.includes(name))
  if (shared.length > 0) return shared.map((name) => [name, name])
  const [name, ...more] = names
  const [other, ...moreOthers] = others
  const isOneEach = more.length === 0 && moreOthers.length === 0
  return isOneEach && name !== undefined && other !== undefined ? [[name, other]] : []
}

/** Which questions were drawn is no matter: those that only one of them played are counted apart. */
function cautionOf(header: RunHeader, other: RunHeader): string | null {
  const { policies, splits, episodes, seed } = header
  // That two models differ is told; where only one of the runs asks any, its policy says so.
  const { llm, ...there } = other
  const before = { ...there, ...(llm && header.llm && { llm }), policies, splits, episodes, seed }
  const difference = differenceOf(before, header)
  if (difference === undefined) return null
  return `The runs differ in ${difference.key}: ${difference.before} there, ${difference.now} here.`
}
