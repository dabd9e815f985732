/** How many wrong queries are accepted and right ones refused, of those that were tried. */

import { REWRITE_RULES } from '../rewrites/rewrites.ts'
import type { RewriteRule } from '../rewrites/rewrites.ts'
import type { Acceptance, WrongTrial } from './database-trials.ts'
import { PINNED_KINDS } from './pinned-queries.ts'
import type { PinnedKind } from './pinned-queries.ts'
import type { TriedDatabase } from './trial-crew.ts'
import { WRONG_KINDS } from './wrong-queries.ts'
import type { WrongKind } from './wrong-queries.ts'

export type WrongTally = {
  readonly wrongCount: number
  /** Left out: nothing tells them from gold. */
  readonly equivalentCount: number
  /** Left out: they do not run. */
  readonly failingCount: number
  /** Of the wrong ones, those whose answer was accepted. */
  readonly accepted: Readonly<Record<keyof Acceptance, number>>
}

export type WrongGroup = WrongKind | 'all slips' | 'all pinned' | 'all'

export type RightTally = { readonly count: number; readonly refusedCount: number }

type DatabaseTally = {
  readonly databaseId: string
  /** Why nothing was tried; empty where it was. */
  readonly note: string
  readonly questionCount: number
  readonly wrong: WrongTally
  readonly rewrites: RightTally
}

export type Named = { readonly questionId: string; readonly as: string; readonly sql: string }

export type QueryMeasure = {
  readonly dataset: string
  readonly questionCount: number
  /** On how many judging siblings gold is fair. */
  readonly fair: { readonly mean: number; readonly noneCount: number }
  readonly wrong: ReadonlyMap<WrongGroup, WrongTally>
  readonly databases: readonly DatabaseTally[]
  /** Questions of which rewrites were tried, and the fewest that one of them has, if there is one. */
  readonly sampled: { readonly questionCount: number; readonly fewest: number }
  readonly rewrites: ReadonlyMap<RewriteRule | 'all', RightTally>
  readonly rowReaders: RightTally
  /** Wrong queries that evidence accepts. */
  readonly accepted: readonly Named[]
  readonly refused: readonly Named[]
  /** Rewrites that are not gold everywhere: faults of the measure. */
  readonly unsound: readonly Named[]
}

/** How many times fewer wrong queries evidence must accept than the value on one database. */
export const FACTOR_MIN = 5

/** Of the right episodes whose evidence is a rewrite, this part may be refused. */
const REFUSED_SHARE_MAX = 0.01

/** So many rewrites each sampled question needs. */
const REWRITES_MIN = 3

/** What falls short of the aims, a line each; none where all is well. */
export function shortcomings(measure: QueryMeasure): string[] {
  const { dataset, sampled, unsound } = measure
  const { accepted } = wrongOf(measure, 'all')
  const rewrites = rewritesOf(measure)
  const lines: string[] = []
  if (accepted.byEvidence * FACTOR_MIN > accepted.byValue) {
    lines.push(`evidence accepts ${accepted.byEvidence} wrong queries of ${accepted.byValue}`)
  }
  if (rewrites.refusedCount > REFUSED_SHARE_MAX * rewrites.count) {
    lines.push(`evidence refuses ${rewrites.refusedCount} of ${rewrites.count} rewrites of gold`)
  }
  if (unsound.length > 0) lines.push(`${unsound.length} rewrites are not gold everywhere`)
  if (sampled.fewest < REWRITES_MIN) lines.push(`a question has ${sampled.fewest} rewrites only`)
  return lines.map((line) => `${dataset}: ${line}`)
}

export function wrongOf({ wrong }: QueryMeasure, group: WrongGroup): WrongTally {
  return wrong.get(group) ?? tallyWrong([])
}

export function rewritesOf({ rewrites }: QueryMeasure): RightTally {
  return rewrites.get('all') ?? { count: 0, refusedCount: 0 }
}

export function measureQueries(dataset: string, tried: readonly TriedDatabase[]): QueryMeasure {
  const questions = tried.flatMap((database) => database.questions)
  const trials = questions.map((question) => question.trials)
  const wrong = trials.flatMap((ofQuestion) => ofQuestion.wrong)
  const rewrites = trials.flatMap((ofQuestion) => ofQuestion.rewrites)
  const rowReaders = trials.flatMap((ofQuestion) => ofQuestion.rowReaders)
  const rewriteCounts = trials.flatMap(({ rewrites: { length } }) => (length === 0 ? [] : [length]))
  const fairCounts = trials.map(({ fairCount }) => fairCount)
  return {
    dataset,
    questionCount: questions.length,
    fair: {
      noneCount: fairCounts.filter((count) => count === 0).length,
      mean: fairCounts.reduce((sum, count) => sum + count, 0) / Math.max(1, fairCounts.length),
    },
    wrong: tallyGroups(wrong),
    databases: tried.map(tallyDatabase),
    sampled: { questionCount: rewriteCounts.length, fewest: Math.min(...rewriteCounts) },
    rewrites: new Map([
      ...REWRITE_RULES.map(
        (rule) => [rule, tallyRight(rewrites.filter((trial) => trial.rule === rule))] as const,
      ),
      ['all', tallyRight(rewrites)] as const,
    ]),
    rowReaders: tallyRight(rowReaders),
    accepted: wrong
      .filter(({ accepted }) => accepted.byEvidence)
      .map(({ questionId, kind, sql }) => ({ questionId, as: kind, sql })),
    refused: rewrites
      .filter(({ isConfirmed, isAccepted }) => isConfirmed && !isAccepted)
      .map(({ questionId, rule, sql }) => ({ questionId, as: rule, sql })),
    unsound: rewrites
      .filter(({ isConfirmed }) => !isConfirmed)
      .map(({ questionId, rule, sql }) => ({ questionId, as: rule, sql })),
  }
}

const PINNED: ReadonlySet<WrongKind> = new Set<PinnedKind>(PINNED_KINDS)

function tallyGroups(trials: readonly WrongTrial[]): Map<WrongGroup, WrongTally> {
  const ofKind = (kind: WrongKind) => trials.filter((trial) => trial.kind === kind)
  return new Map<WrongGroup, WrongTally>([
    ...WRONG_KINDS.map((kind) => [kind, tallyWrong(ofKind(kind))] as const),
    ['all slips', tallyWrong(trials.filter(({ kind }) => !PINNED.has(kind)))],
    ['all pinned', tallyWrong(trials.filter(({ kind }) => PINNED.has(kind)))],
    ['all', tallyWrong(trials)],
  ])
}

function tallyDatabase({ databaseId, questions, note }: TriedDatabase): DatabaseTally {
  return {
    databaseId,
    note,
    questionCount: questions.length,
    wrong: tallyWrong(questions.flatMap(({ trials }) => trials.wrong)),
    rewrites: tallyRight(questions.flatMap(({ trials }) => trials.rewrites)),
  }
}

function tallyWrong(trials: readonly WrongTrial[]): WrongTally {
  const count = (isCounted: (trial: WrongTrial) => boolean) => trials.filter(isCounted).length
  return {
    wrongCount: count(({ verdict }) => verdict === 'wrong'),
    equivalentCount: count(({ verdict }) => verdict === 'equivalent'),
    failingCount: count(({ verdict }) => verdict === 'fails'),
    accepted: {
      byValue: count(({ accepted }) => accepted.byValue),
      bySiblings: count(({ accepted }) => accepted.bySiblings),
      byEvidence: count(({ accepted }) => accepted.byEvidence),
    },
  }
}

function tallyRight(trials: readonly { readonly isAccepted: boolean }[]): RightTally {
  return {
    count: trials.length,
    refusedCount: trials.filter(({ isAccepted }) => !isAccepted).length,
  }
}
