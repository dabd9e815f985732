/** What `sqlenv probes` prints: the same Markdown for a terminal and for the document. */

import type { Interval } from '../../evaluation/intervals/wilson.ts'
import type { Probe } from '../../evaluation/probes/probe.ts'
import {
  JUNK_MEAN_MAX,
  ORACLE_SHARE_MAX,
  UNSOLVED_MAX,
  brokenLimits,
} from '../../evaluation/probes/probe-scores.ts'
import type { ProbeScores } from '../../evaluation/probes/probe-scores.ts'
import { decimal, percent } from '../number-text.ts'
import { markdownTable } from '../verify-report/report-table.ts'
import { oracleMean } from './measure-probes.ts'
import type { HonestScores, ProbesMeasure } from './measure-probes.ts'

const HEAD = ['knows', 'episodes', 'mean', 'max', 'without answer', 'solved', '95 %', 'steps']

export function toProbesText(measure: ProbesMeasure): string {
  const { dataset, questionCount, seed, honest, probes, published } = measure
  const oracle = oracleMean(measure)
  return [
    `${questionCount} questions of \`${dataset}\`, drawn by seed ${seed}. Honest policies on them:`,
    markdownTable(['policy', ...HEAD.slice(1)], honest.map(honestRow)),
    'The limits, and which probe comes nearest to each:',
    markdownTable(['limit', 'at most', 'reached', 'by'], limitRows(probes, oracle)),
    'Every probe:',
    markdownTable(
      ['probe', ...HEAD, 'limits'],
      probes.map((scores) => probeRow(scores, verdict(brokenLimits(scores, oracle)))),
    ),
    `The database files are ${measure.areDataUnchanged ? 'as they were' : 'CHANGED'}.`,
    'Some of them under the `published` profile, which promises no limit:',
    markdownTable(
      ['probe', ...HEAD],
      published.map((scores) => probeRow(scores)),
    ),
  ].join('\n\n')
}

/** What each probe does, for those who read the table. */
export function toProbeList(probes: readonly Probe[]): string {
  return markdownTable(
    ['what it does', 'probe', 'cases'],
    probes.map(({ name, cases, does }) => [does, `\`${name}\``, cases.join(', ')]),
  )
}

/** One line for each limit that does not hold. */
export function shortcomings(measure: ProbesMeasure): string[] {
  const oracle = oracleMean(measure)
  const broken = measure.probes.flatMap((scores) =>
    brokenLimits(scores, oracle).map((limit) => {
      const { probe, meanReturn, maxUnsolvedReturn } = scores
      const most = maxUnsolvedReturn === null ? '–' : decimal(maxUnsolvedReturn)
      return `${probe.name} breaks a limit (${limit}): mean ${decimal(meanReturn)}, at most ${most} without a right answer`
    }),
  )
  return measure.areDataUnchanged ? broken : [...broken, 'A database file changed']
}

function honestRow({ policy, scores }: HonestScores): string[] {
  return [
    policy,
    String(scores.nCompleted),
    decimal(scores.avgReward ?? Number.NaN),
    '',
    '',
    `${percent(scores.successRate ?? Number.NaN)} %`,
    scores.successInterval === null ? '' : intervalText(scores.successInterval),
    (scores.avgSteps ?? Number.NaN).toFixed(1),
  ]
}

function probeRow(scores: ProbeScores, ...more: readonly string[]): string[] {
  const { probe, episodeCount, meanReturn, maxReturn, maxUnsolvedReturn } = scores
  return [
    probe.name,
    probe.knows,
    String(episodeCount),
    decimal(meanReturn),
    decimal(maxReturn),
    maxUnsolvedReturn === null ? '' : decimal(maxUnsolvedReturn),
    `${percent(scores.successRate)} %`,
    intervalText(scores.successInterval),
    scores.meanSteps.toFixed(1),
    ...more,
  ]
}

function verdict(broken: readonly string[]): string {
  return broken.length === 0 ? 'held' : `broken: ${broken.join(', ')}`
}

/** What each limit allows, and the probe that got most of what it limits. */
function limitRows(probes: readonly ProbeScores[], oracle: number): string[][] {
  const unsolvedOf = ({ maxUnsolvedReturn }: ProbeScores) => maxUnsolvedReturn ?? -Infinity
  const meanOf = ({ meanReturn }: ProbeScores) => meanReturn
  const junk = probes.filter(({ probe }) => probe.knows !== 'gold')
  return [
    ['the bound: an episode without a right answer', UNSOLVED_MAX, probes, unsolvedOf] as const,
    ['junk: on average, without knowing gold', JUNK_MEAN_MAX, junk, meanOf] as const,
    ['half the oracle: on average', ORACLE_SHARE_MAX * oracle, probes, meanOf] as const,
  ].map(([limit, most, limited, valueOf]) => {
    const [best] = limited.toSorted((a, b) => valueOf(b) - valueOf(a))
    const reached = best === undefined ? '' : decimal(valueOf(best))
    return [limit, decimal(most), reached, best?.probe.name ?? '']
  })
}

function intervalText({ low, high }: Interval): string {
  return `${percent(low)} to ${percent(high)} %`
}
