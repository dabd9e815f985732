/** `report.json`: what was played, by whom, and what came of it; docs/evaluation.md has its keys. */

import type { RunComparison } from '../comparison/compare-runs.ts'
import type { Interval } from '../intervals/wilson.ts'
import type { PlayedEpisode } from '../runner/play-episode.ts'
import type { Usage } from '../policies/usage.ts'
import { GROUPINGS } from './scores.ts'
import type { Grouping, PolicyScores, Scores } from './scores.ts'

/** Raised when a key changes its meaning or goes. */
const REPORT_VERSION = 1

export type Evaluation = {
  readonly environmentVersion: string
  readonly dataset: string
  /** Over the files of the data set, as the server has it. */
  readonly dataChecksum: string
  /** As the command was called, defaults included. */
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[] | null>>
  /** Whether it was broken off, or the server was given up. */
  readonly isComplete: boolean
  readonly policies: readonly PolicyScores[]
  /** Of each policy, in the order of drawing. */
  readonly episodes: ReadonlyMap<string, readonly PlayedEpisode[]>
  /** With another run; null where none was asked for. */
  readonly comparison: RunComparison | null
  /** One of each kind of fault of a policy: what was said. */
  readonly faults: readonly PlayedEpisode[]
}

/** Of what a policy costs: sums of doubles are not exact. */
const COST_DECIMALS = 6

const GROUPING_KEYS: Readonly<Record<Grouping, string>> = {
  split: 'by_split',
  difficulty: 'by_difficulty',
  answerType: 'by_answer_type',
  databaseId: 'by_database',
}

/**
 * @returns the text of `report.json`: rates from 0 to 1, intervals of 95 % as pairs, null where
 *   unknown
 */
export function toReportJson(evaluation: Evaluation): string {
  const { environmentVersion, dataset, dataChecksum, options, isComplete } = evaluation
  const report = {
    report_version: REPORT_VERSION,
    environment_version: environmentVersion,
    dataset,
    data_checksum: dataChecksum,
    options,
    complete: isComplete,
    policies: evaluation.policies.map(({ policy, all, failures, groups, usage }) => ({
      policy,
      ...toWireScores(all),
      failures: Object.fromEntries(failures),
      ...(usage && { usage: toWireUsage(usage) }),
      ...Object.fromEntries(
        GROUPINGS.map((grouping) => [GROUPING_KEYS[grouping], toWireGroups(groups[grouping])]),
      ),
    })),
    comparison: toWireComparison(evaluation.comparison),
    faults: evaluation.faults.map(({ policy, place, question, fault }) => ({
      policy,
      place,
      question_id: question?.question_id ?? null,
      ...fault,
    })),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function toWireComparison(comparison: RunComparison | null) {
  if (comparison === null) return null
  return {
    other: comparison.other,
    caution: comparison.caution,
    policies: comparison.comparisons.map((one) => ({
      policy: one.policy,
      other_policy: one.otherPolicy,
      n_pairs: one.pairCount,
      n_unpaired: one.unpairedCount,
      n_gained: one.gainedCount,
      n_lost: one.lostCount,
      success_difference: one.successDifference,
      success_interval: toPair(one.successInterval),
      reward_difference: one.rewardDifference,
      reward_interval: toPair(one.rewardInterval),
    })),
  }
}

function toWireGroups(groups: ReadonlyMap<string, Scores>): Record<string, object> {
  return Object.fromEntries([...groups].map(([key, scores]) => [key, toWireScores(scores)]))
}

function toWireScores(scores: Scores) {
  return {
    success_rate: scores.successRate,
    success_interval: toPair(scores.successInterval),
    avg_reward: scores.avgReward,
    reward_interval: toPair(scores.rewardInterval),
    avg_steps: scores.avgSteps,
    n_episodes: scores.nEpisodes,
    n_completed: scores.nCompleted,
    n_solved: scores.nSolved,
  }
}

function toWireUsage({ promptTokens, completionTokens, ...usage }: Usage) {
  const isCounted = promptTokens !== null && completionTokens !== null
  return {
    requests: usage.requestCount,
    retries: usage.retryCount,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: isCounted ? promptTokens + completionTokens : null,
    cost: usage.cost === null ? null : Number(usage.cost.toFixed(COST_DECIMALS)),
  }
}

function toPair(interval: Interval | null): readonly [number, number] | null {
  return interval === null ? null : [interval.low, interval.high]
}
