/** What an evaluation prints: tables for a terminal, a report and a document in Markdown. */

import { SPLITS } from '../../questions/question.ts'
import type { Interval } from '../../evaluation/intervals/wilson.ts'
import type { Evaluation } from '../../evaluation/report/report-json.ts'
import { GROUPINGS } from '../../evaluation/report/scores.ts'
import type { Grouping, PolicyScores, Scores } from '../../evaluation/report/scores.ts'
import { section } from '../data/plain-table.ts'
import { toUsageLine, usageTable } from './usage-text.ts'
import { markdownTable } from '../verify-report/report-table.ts'

const HEAD = ['policy', 'episodes', 'success', '95 %', 'mean reward', '95 %', 'mean steps']

const GROUPING_TITLES: Readonly<Record<Grouping, string>> = {
  split: 'split',
  difficulty: 'difficulty',
  answerType: 'answer type',
  databaseId: 'database',
}

/** For a terminal; the failures of each policy in the last column. */
export function toTerminalText({ dataset, policies }: Evaluation): string {
  const table = section(`Policies on ${dataset}`, [...HEAD, 'failures'], policies.map(policyRow))
  return [table, ...policies.flatMap((policy) => toUsageLine(policy) ?? [])].join('\n')
}

/** The table of `docs/evaluation.md`. */
export function toDocumentText({ policies }: Evaluation): string {
  const rows = SPLITS.flatMap((split) =>
    policies.flatMap(({ policy, groups }) => {
      const scores = groups.split.get(split)
      return scores === undefined ? [] : [rowOf([split, policy], scores)]
    }),
  )
  return markdownTable(['split', ...HEAD], rows)
}

/** The whole of `report.md`. */
export function toReportText(evaluation: Evaluation): string {
  const { dataset, dataChecksum, environmentVersion, options, policies } = evaluation
  const facts = [
    ['environment', environmentVersion],
    ['dataset', dataset],
    ['data checksum', dataChecksum],
    ...Object.entries(options).map(([name, value]) => [name, optionText(value)]),
  ]
  const byGroup = GROUPINGS.map((grouping) => {
    const title = GROUPING_TITLES[grouping]
    const rows = policies.flatMap(({ policy, groups }) =>
      [...groups[grouping]].map(([key, scores]) => rowOf([key, policy], scores)),
    )
    return `## By ${title}\n\n${markdownTable([title, ...HEAD], rows)}`
  })
  return [
    `# Evaluation on ${dataset}`,
    ...(evaluation.isComplete ? [] : ['This run was broken off: only what was played is counted.']),
    markdownTable(['what', 'value'], facts),
    '## Policies',
    markdownTable([...HEAD, 'failures'], policies.map(policyRow)),
    ...usageTable(policies),
    ...byGroup,
  ]
    .join('\n\n')
    .concat('\n')
}

function policyRow(policy: PolicyScores): string[] {
  return [...rowOf([policy.policy], policy.all), failuresText(policy)]
}

function rowOf(names: readonly string[], scores: Scores): string[] {
  return [...names, ...cellsOf(scores)]
}

/** Episodes that did not come to their end stand behind those that did. */
function cellsOf(scores: Scores): string[] {
  const { nEpisodes, nCompleted } = scores
  const crashed = nEpisodes - nCompleted
  return [
    crashed === 0 ? String(nCompleted) : `${nCompleted} (+${crashed} crashed)`,
    scores.successRate === null ? '–' : `${percent(scores.successRate)} %`,
    intervalText(scores.successInterval, percent, ' %'),
    scores.avgReward === null ? '–' : decimal(scores.avgReward),
    intervalText(scores.rewardInterval, decimal, ''),
    scores.avgSteps === null ? '–' : scores.avgSteps.toFixed(1),
  ]
}

function intervalText(
  interval: Interval | null,
  format: (bound: number) => string,
  unit: string,
): string {
  return interval === null ? '–' : `${format(interval.low)} to ${format(interval.high)}${unit}`
}

function failuresText({ failures }: PolicyScores): string {
  return [...failures].map(([kind, count]) => `${kind} ${count}`).join(', ')
}

function optionText(value: Evaluation['options'][string]): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '')
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

function decimal(value: number): string {
  const text = value.toFixed(3)
  return text === '-0.000' ? '0.000' : text
}
