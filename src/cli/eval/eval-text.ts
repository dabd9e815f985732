/** What an evaluation prints: tables for a terminal, a report and a document in Markdown. */

import { SPLITS } from '../../questions/question.ts'
import type { Interval } from '../../evaluation/intervals/wilson.ts'
import type { Comparison } from '../../evaluation/comparison/compare-episodes.ts'
import type { RunComparison } from '../../evaluation/comparison/compare-runs.ts'
import type { Evaluation } from '../../evaluation/report/report-json.ts'
import type { ReportPage } from '../../evaluation/report/html/report-page.ts'
import { GROUPINGS, GROUPING_TITLES } from '../../evaluation/report/scores.ts'
import type { PolicyScores, Scores } from '../../evaluation/report/scores.ts'
import { section } from '../data/plain-table.ts'
import { decimal, percent } from '../number-text.ts'
import { toUsageLine, usageTable } from './usage-text.ts'
import { markdownTable } from '../verify-report/report-table.ts'

const HEAD = ['policy', 'episodes', 'success', '95 %', 'mean reward', '95 %', 'mean steps']

const COMPARISON_HEAD = [
  'policy',
  'pairs',
  'gained and lost',
  'success',
  '95 %',
  'mean reward',
  '95 %',
]

/** For a terminal; the failures of each policy in the last column. */
export function toTerminalText(evaluation: Evaluation): string {
  const { dataset, policies, comparison } = evaluation
  const rows = policies.map(policyRow)
  const usageLines = policies.flatMap((policy) => toUsageLine(policy) ?? [])
  const table = [
    section(`Policies on ${dataset}`, [...HEAD, 'failures'], rows),
    ...usageLines,
    ...brokenOffLines(evaluation),
  ].join('\n')
  if (comparison === null) return table
  const title = `Compared with ${comparison.other}`
  return [
    table,
    section(title, COMPARISON_HEAD, comparison.comparisons.map(comparisonRow)),
    ...(comparison.caution === null ? [] : [comparison.caution]),
  ].join('\n\n')
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
  const { dataset, policies } = evaluation
  const usage = usageTable(policies)
  const byGroup = GROUPINGS.map((grouping) => {
    const title = GROUPING_TITLES[grouping]
    const rows = policies.flatMap(({ policy, groups }) =>
      [...groups[grouping]].map(([key, scores]) => rowOf([key, policy], scores)),
    )
    return `## By ${title}\n\n${markdownTable([title, ...HEAD], rows)}`
  })
  return [
    `# Evaluation on ${dataset}`,
    ...brokenOffLines(evaluation),
    markdownTable(['what', 'value'], factRows(evaluation)),
    '## Policies',
    markdownTable([...HEAD, 'failures'], policies.map(policyRow)),
    ...comparisonTexts(evaluation.comparison),
    ...(usage === null ? [] : ['## Usage', markdownTable(usage.head, usage.rows)]),
    ...byGroup,
  ]
    .join('\n\n')
    .concat('\n')
}

function brokenOffLines({ isComplete }: Evaluation): string[] {
  return isComplete ? [] : ['This run was broken off: only what was played is counted.']
}

/** The tables of `report.html`. */
export function toPageTables(
  evaluation: Evaluation,
): Pick<ReportPage, 'facts' | 'policies' | 'usage' | 'comparison'> {
  const { policies, comparison } = evaluation
  return {
    facts: { head: ['what', 'value'], rows: factRows(evaluation) },
    policies: { head: [...HEAD, 'failures'], rows: policies.map(policyRow) },
    usage: usageTable(policies),
    comparison:
      comparison === null
        ? null
        : { head: COMPARISON_HEAD, rows: comparison.comparisons.map(comparisonRow) },
  }
}

function factRows({ dataset, dataChecksum, environmentVersion, options }: Evaluation): string[][] {
  return [
    ['environment', environmentVersion],
    ['dataset', dataset],
    ['data checksum', dataChecksum],
    ...Object.entries(options).map(([name, value]) => [name, optionText(value)]),
  ]
}

function comparisonTexts(comparison: RunComparison | null): string[] {
  if (comparison === null) return []
  return [
    `## Compared with ${comparison.other}`,
    ...(comparison.caution === null ? [] : [comparison.caution]),
    'Differences are this run minus the other one, over the questions that both have played, with ' +
      'the 95 % interval of a paired bootstrap.',
    markdownTable(COMPARISON_HEAD, comparison.comparisons.map(comparisonRow)),
  ]
}

function comparisonRow(one: Comparison): string[] {
  const { policy, otherPolicy, successDifference, rewardDifference } = one
  return [
    policy === otherPolicy ? policy : `${policy} against ${otherPolicy}`,
    `${one.pairCount} (+${one.unpairedCount} alone)`,
    `${one.gainedCount} and ${one.lostCount}`,
    successDifference === null ? '–' : `${signed(percent(successDifference))} points`,
    intervalText(one.successInterval, (bound) => signed(percent(bound)), ''),
    rewardDifference === null ? '–' : signed(decimal(rewardDifference)),
    intervalText(one.rewardInterval, (bound) => signed(decimal(bound)), ''),
  ]
}

function signed(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`
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
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return Array.isArray(value) ? value.join(', ') : String(value ?? 'none')
}
