/** What episodes add up to: rates and means, each with the interval that it is known to. */

import { ANSWER_TYPES, DIFFICULTIES, SPLITS } from '../../questions/question.ts'
import type { AnswerType } from '../../questions/question.ts'
import { addUsage } from '../policies/usage.ts'
import type { Usage } from '../policies/usage.ts'
import { meanInterval, meanOf } from '../intervals/mean-interval.ts'
import { wilsonInterval } from '../intervals/wilson.ts'
import type { Interval } from '../intervals/wilson.ts'
import type { PlayedEpisode } from '../runner/play-episode.ts'

/** Of all episodes that were played to their end; the others are counted and never scored. */
export type Scores = {
  readonly nEpisodes: number
  readonly nCompleted: number
  readonly nSolved: number
  /** Null where none was completed, as are the means and intervals. */
  readonly successRate: number | null
  readonly successInterval: Interval | null
  readonly avgReward: number | null
  /** Null also for a single episode. */
  readonly rewardInterval: Interval | null
  readonly avgSteps: number | null
}

/** `wrong`, `out_of_budget`, or the code of a fault. */
type FailureKind = string

export type PolicyScores = {
  readonly policy: PlayedEpisode['policy']
  readonly all: Scores
  readonly failures: ReadonlyMap<FailureKind, number>
  readonly groups: Readonly<Record<Grouping, ReadonlyMap<string, Scores>>>
  /** Of a policy that asks a model, its crashed episodes included. */
  readonly usage?: Usage
}

export const GROUPINGS = ['split', 'difficulty', 'answerType', 'databaseId'] as const
export type Grouping = (typeof GROUPINGS)[number]

export const GROUPING_TITLES: Readonly<Record<Grouping, string>> = {
  split: 'split',
  difficulty: 'difficulty',
  answerType: 'answer type',
  databaseId: 'database',
}

/** @param answerTypeOf - undefined for a question that is not among the data at hand */
export function scorePolicy(
  policy: PlayedEpisode['policy'],
  episodes: readonly PlayedEpisode[],
  answerTypeOf: (questionId: string) => AnswerType | undefined,
): PolicyScores {
  const scoresBy = (keyOf: (episode: PlayedEpisode) => string | null | undefined) => {
    const groups = Map.groupBy(episodes, (episode) => keyOf(episode) ?? 'unknown')
    return new Map(inOrder([...groups]).map(([key, ofKey]) => [key, scoresOf(ofKey)]))
  }
  const usages = episodes.flatMap(({ usage }) => usage ?? [])
  return {
    policy,
    ...(usages.length > 0 && { usage: usages.reduce(addUsage) }),
    all: scoresOf(episodes),
    failures: countFailures(episodes),
    groups: {
      split: scoresBy(({ question }) => question?.split),
      difficulty: scoresBy(({ question }) => question?.difficulty),
      answerType: scoresBy(({ question }) => answerTypeOf(question?.question_id ?? '')),
      databaseId: scoresBy(({ question }) => question?.db_id),
    },
  }
}

/** Splits, difficulties and answer types in their own order, databases by name. */
function inOrder<T>(groups: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  return groups.toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b) || (a < b ? -1 : 1))
}

const ORDER: readonly string[] = [...SPLITS, ...DIFFICULTIES, ...ANSWER_TYPES]

/**
 * Rates from 0 to 1 and rewards in reward units, over the episodes that came to their end.
 *
 * @returns null for each rate, mean and interval where none did
 */
export function scoresOf(episodes: readonly PlayedEpisode[]): Scores {
  const completed = episodes.filter(({ fault }) => fault === null)
  const nSolved = completed.filter(({ outcome }) => outcome === 'solved').length
  const counts = { nEpisodes: episodes.length, nCompleted: completed.length, nSolved }
  if (completed.length === 0) {
    const nothing = { successRate: null, successInterval: null, avgReward: null }
    return { ...counts, ...nothing, rewardInterval: null, avgSteps: null }
  }
  const rewards = completed.map(({ reward }) => reward)
  return {
    ...counts,
    successRate: nSolved / completed.length,
    successInterval: wilsonInterval(nSolved, completed.length),
    avgReward: meanOf(rewards),
    rewardInterval: meanInterval(rewards),
    avgSteps: meanOf(completed.map(({ stepCount }) => stepCount)),
  }
}

function countFailures(episodes: readonly PlayedEpisode[]): ReadonlyMap<FailureKind, number> {
  const kinds = episodes.flatMap(({ outcome, fault }) => {
    if (fault !== null) return [fault.code]
    return outcome === 'solved' || outcome === null ? [] : [outcome]
  })
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(
    ([kind, ofKind]) => [kind, ofKind.length] as const,
  )
  return new Map(counts.toSorted(([, a], [, b]) => b - a))
}
