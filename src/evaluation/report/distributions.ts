/** How rewards, steps and failures are spread over the episodes that came to their end. */

import { wilsonInterval } from '../intervals/wilson.ts'
import type { Interval } from '../intervals/wilson.ts'
import type { PlayedEpisode } from '../runner/play-episode.ts'

/** Of the bars in which rewards are counted, in reward units. */
const REWARD_BIN = 0.1

/** Counts of what lies next to each other, from the lowest to the highest that any policy has. */
export type Distribution = {
  /** What each count is of: `0.1 to 0.2`, or `3`. */
  readonly labels: readonly string[]
  /** Of each policy, one count for each label. */
  readonly counts: ReadonlyMap<string, readonly number[]>
}

type Episodes = ReadonlyMap<string, readonly PlayedEpisode[]>

export function rewardDistribution(episodes: Episodes): Distribution {
  return distribution(
    episodes,
    // The addend keeps what is on an edge on paper, such as 1 − 0.02 · 5, on its own side of it.
    ({ reward }) => Math.floor(reward / REWARD_BIN + 1e-9),
    (bin) => `${edgeText(bin)} to ${edgeText(bin + 1)}`,
  )
}

function edgeText(bin: number): string {
  return (bin * REWARD_BIN).toFixed(1).replace(/^-(0\.0)$/, '$1')
}

export function stepDistribution(episodes: Episodes): Distribution {
  return distribution(episodes, ({ stepCount }) => stepCount, String)
}

function distribution(
  episodes: Episodes,
  binOf: (episode: PlayedEpisode) => number,
  labelOf: (bin: number) => string,
): Distribution {
  const bins = new Map(
    [...episodes].map(([policy, played]) => [policy, completedOf(played).map(binOf)]),
  )
  const all = [...bins.values()].flat()
  if (all.length === 0) return { labels: [], counts: new Map() }
  const first = all.reduce((least, bin) => Math.min(least, bin), Infinity)
  const last = all.reduce((most, bin) => Math.max(most, bin), -Infinity)
  const range = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const countsOf = (ofPolicy: readonly number[]) => {
    const counts = range.map(() => 0)
    for (const bin of ofPolicy) counts[bin - first] = (counts[bin - first] ?? 0) + 1
    return counts
  }
  return {
    labels: range.map(labelOf),
    counts: new Map([...bins].map(([policy, ofPolicy]) => [policy, countsOf(ofPolicy)])),
  }
}

/** A share of the episodes of a policy, or of those with some number of steps. */
export type Share = {
  readonly policy: string
  readonly group: string
  readonly count: number
  readonly total: number
  readonly interval: Interval
}

/** The share that was solved of the episodes with as many steps, fewest steps first. */
export function successBySteps(episodes: Episodes): Share[] {
  const shares = [...episodes].flatMap(([policy, played]) =>
    [...Map.groupBy(completedOf(played), ({ stepCount }) => stepCount)].map(
      ([stepCount, ofCount]) => {
        const count = ofCount.filter(({ outcome }) => outcome === 'solved').length
        const group = `${stepCount} ${stepCount === 1 ? 'step' : 'steps'}`
        return { stepCount, share: shareOf(policy, group, count, ofCount.length) }
      },
    ),
  )
  return shares.toSorted((a, b) => a.stepCount - b.stepCount).map(({ share }) => share)
}

export function shareOf(policy: string, group: string, count: number, total: number): Share {
  return { policy, group, count, total, interval: wilsonInterval(count, total) }
}

function completedOf(episodes: readonly PlayedEpisode[]): PlayedEpisode[] {
  return episodes.filter(({ fault }) => fault === null)
}
