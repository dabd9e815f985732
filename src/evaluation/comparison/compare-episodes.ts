/** Two policies on the same questions: what one solves and earns more than the other. */

import type { Interval } from '../intervals/wilson.ts'
import { meanOf } from '../intervals/mean-interval.ts'
import type { PlayedEpisode } from '../runner/play-episode.ts'
import { createChance } from '../../schema-names/seeded-chance.ts'
import { pairedBootstrap } from './paired-bootstrap.ts'

/** Differences are this policy's minus the other's. */
export type Comparison = {
  readonly policy: string
  readonly otherPolicy: string
  /** Questions that both played to their end. */
  readonly pairCount: number
  /** Episodes of either that have no partner, or whose partner or they themselves crashed. */
  readonly unpairedCount: number
  /** Pairs that only this policy solved, and only the other. */
  readonly gainedCount: number
  readonly lostCount: number
  /** Of the success rates, from −1 to 1; null without a pair, as are the others. */
  readonly successDifference: number | null
  readonly successInterval: Interval | null
  readonly rewardDifference: number | null
  readonly rewardInterval: Interval | null
}

export type PolicyEpisodes = {
  readonly policy: string
  readonly episodes: readonly PlayedEpisode[]
}

/** Pairs the n-th episode of a question with the other's n-th. */
export function compareEpisodes(one: PolicyEpisodes, another: PolicyEpisodes): Comparison {
  const { episodes } = one
  const { episodes: others } = another
  const mine = byQuestion(episodes)
  const theirs = byQuestion(others)
  const pairs = [...mine].flatMap(([key, episode]) => {
    const other = theirs.get(key)
    return other === undefined ? [] : [{ episode, other }]
  })
  const solved = pairs.map(({ episode, other }) => isSolved(episode) - isSolved(other))
  const rewards = pairs.map(({ episode, other }) => episode.reward - other.reward)
  return {
    policy: one.policy,
    otherPolicy: another.policy,
    pairCount: pairs.length,
    unpairedCount: episodes.length + others.length - 2 * pairs.length,
    gainedCount: solved.filter((difference) => difference > 0).length,
    lostCount: solved.filter((difference) => difference < 0).length,
    successDifference: pairs.length === 0 ? null : meanOf(solved),
    successInterval: pairedBootstrap(solved, createChance('bootstrap of success')),
    rewardDifference: pairs.length === 0 ? null : meanOf(rewards),
    rewardInterval: pairedBootstrap(rewards, createChance('bootstrap of reward')),
  }
}

/** Those that came to their end, under the question and how often it had been played. */
function byQuestion(episodes: readonly PlayedEpisode[]): ReadonlyMap<string, PlayedEpisode> {
  const counts = new Map<string, number>()
  const keyed = new Map<string, PlayedEpisode>()
  for (const episode of episodes.toSorted((a, b) => a.place - b.place)) {
    const id = episode.question?.question_id
    if (id === undefined || id === null) continue
    const count = counts.get(id) ?? 0
    counts.set(id, count + 1)
    if (episode.fault === null) keyed.set(`${id} ${count}`, episode)
  }
  return keyed
}

function isSolved({ outcome }: PlayedEpisode): number {
  return outcome === 'solved' ? 1 : 0
}
