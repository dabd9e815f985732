/** The charts of a report: which there are, and what each shows. */

import { rewardDistribution, shareOf, stepDistribution, successBySteps } from '../distributions.ts'
import type { Share } from '../distributions.ts'
import type { Evaluation } from '../report-json.ts'
import { GROUPING_TITLES } from '../scores.ts'
import type { Grouping, Scores } from '../scores.ts'
import { columnChart } from './column-chart.ts'
import type { Markup } from './figure.ts'
import { intervalChart } from './interval-chart.ts'
import type { IntervalChart, IntervalRow } from './interval-chart.ts'

export function successChart({ policies }: Evaluation): Markup {
  const rows = policies.map(({ policy, all }) => successRow('all questions', policy, all))
  return intervalChart({
    ...shareChart(policies.map(({ policy }) => policy)),
    id: 'success',
    title: 'Success',
    caption: 'The share of episodes that were solved, and the 95 % interval of Wilson.',
    groupName: 'questions',
    valueName: 'solved',
    rows,
  })
}

/** @param grouping - what the questions are put together by */
export function groupChart({ policies }: Evaluation, grouping: Grouping): Markup {
  const title = GROUPING_TITLES[grouping]
  const keys = new Set(policies.flatMap(({ groups }) => [...groups[grouping].keys()]))
  const rows = [...keys].flatMap((key) =>
    policies.flatMap(({ policy, groups }) => {
      const scores = groups[grouping].get(key)
      return scores === undefined ? [] : [successRow(key, policy, scores)]
    }),
  )
  return intervalChart({
    ...shareChart(policies.map(({ policy }) => policy)),
    id: `success-by-${title.replace(' ', '-')}`,
    title: `Success by ${title}`,
    caption: `The share of the episodes of each ${title} that were solved, with 95 % intervals.`,
    groupName: title,
    valueName: 'solved',
    rows,
  })
}

export function stepsChart({ episodes }: Evaluation): Markup {
  return intervalChart({
    ...shareChart([...episodes.keys()]),
    id: 'success-by-steps',
    title: 'Success by number of steps',
    caption: 'Of the episodes that took as many steps, the share that was solved.',
    groupName: 'steps',
    valueName: 'solved',
    rows: successBySteps(episodes).map(shareRow),
  })
}

export function failureChart({ policies }: Evaluation): Markup {
  const rows = policies.flatMap(({ policy, all, failures }) =>
    [...failures].map(([kind, count]) => {
      const share = shareOf(kind, policy, count, all.nEpisodes)
      return shareRow(share)
    }),
  )
  const kinds = [...new Set(policies.flatMap(({ failures }) => [...failures.keys()]))]
  return intervalChart({
    ...shareChart(kinds),
    id: 'failures',
    title: 'Failures',
    caption: 'How the episodes of each policy ended that were not solved, as shares of all.',
    groupName: 'policy',
    valueName: 'share',
    rows,
  })
}

export function rewardChart({ episodes }: Evaluation): Markup {
  return columnChart({
    id: 'rewards',
    title: 'Rewards',
    caption: 'Episodes by the sum of their rewards; the number at the left is the highest column.',
    columnName: 'reward',
    distribution: rewardDistribution(episodes),
  })
}

export function stepCountChart({ episodes }: Evaluation): Markup {
  return columnChart({
    id: 'steps',
    title: 'Steps',
    caption: 'Episodes by their number of steps; the number at the left is the highest column.',
    columnName: 'steps',
    distribution: stepDistribution(episodes),
  })
}

/** Of a comparison: each policy's success here minus there. */
export function comparisonChart({ comparison }: Evaluation): Markup {
  const rows = (comparison?.comparisons ?? []).map((one) => ({
    group: 'this run minus the other one',
    series: one.policy,
    value: one.successDifference,
    interval: one.successInterval,
    note: `${one.pairCount} pairs`,
  }))
  const reach = rows.reduce((most, { value, interval }) => {
    return Math.max(most, ...[value ?? 0, interval?.low ?? 0, interval?.high ?? 0].map(Math.abs))
  }, 0.05)
  return intervalChart({
    id: 'comparison',
    title: 'Difference in success',
    caption: 'In points, over the questions that both have played: 95 % by a paired bootstrap.',
    groupName: 'difference',
    valueName: 'points',
    seriesNames: rows.map(({ series }) => series),
    // An odd number, so that one is at 0.
    range: { low: -reach, high: reach, tickCount: 5 },
    format: (value) => `${value < 0 ? '−' : '+'}${(100 * Math.abs(value)).toFixed(1)}`,
    rows,
  })
}

function shareChart(
  seriesNames: readonly string[],
): Pick<IntervalChart, 'range' | 'format' | 'seriesNames'> {
  return {
    seriesNames,
    range: { low: 0, high: 1, tickCount: 6 },
    format: (value) => `${(100 * value).toFixed(1)} %`,
  }
}

function successRow(group: string, series: string, scores: Scores): IntervalRow {
  const { successRate, successInterval, nSolved, nCompleted } = scores
  return {
    group,
    series,
    value: successRate,
    interval: successInterval,
    note: `${nSolved} of ${nCompleted}`,
  }
}

function shareRow({ policy, group, count, total, interval }: Share): IntervalRow {
  return { group, series: policy, value: count / total, interval, note: `${count} of ${total}` }
}
