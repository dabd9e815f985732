/** What an audit prints, for people and for programs. */

import { shareOf } from '../../datasets/audit/audit-markdown.ts'
import { describeFinding } from '../../datasets/audit/audit-items.ts'
import type { DatasetAudit, GoldTime } from '../../datasets/audit/dataset-audit.ts'
import { countItems, failingFindings, firstIds } from '../../datasets/audit/item-counts.ts'
import { countSlips } from '../../datasets/audit/slip-counts.ts'
import { medianMs } from '../../datasets/gold-times.ts'
import { toSafeText } from '../safe-text.ts'
import { section } from './plain-table.ts'

/** How many of the slowest golds are shown. */
const SLOWEST_SHOWN = 5

/** A constant may be a whole table. */
const SAYING_CHARS_MAX = 30

export function formatAudit(audit: DatasetAudit): string {
  const { name, questionCount, databaseCount, drawnCount } = audit
  const sections = [
    `${name}: ${questionCount} questions over ${databaseCount} databases, ${drawnCount} drawn`,
    section('Items', ['item', 'questions', '', 'the first of them'], itemRows(audit)),
    section(
      'Guessing',
      ['split', 'drawn', 'guesser', 'says', 'solves', 'share'],
      audit.guesses.map((guess) => [
        guess.split,
        guess.questionCount,
        guess.guesser,
        toSafeText(JSON.stringify(guess.says ?? '').slice(1, -1)).slice(0, SAYING_CHARS_MAX),
        guess.solved.length,
        shareOf(guess),
      ]),
    ),
    section(
      'Near duplicates across splits',
      ['question', 'is like', 'similarity', 'same gold'],
      audit.nearPairs.map(({ questionIds: [one, other], similarity, isSameGold }) => {
        return [one, other, similarity.toFixed(2), isSameGold ? 'yes' : 'no']
      }),
    ),
    section(
      'Slips in gold',
      ['slip', 'questions', 'slips', 'told apart'],
      countSlips(audit.slips).map(({ kind, questionCount: count, madeCount, survivingCount }) => {
        return [kind, count, madeCount, madeCount - survivingCount]
      }),
    ),
    section(
      'Slowest golds, in ms of processor time',
      ['question', 'median', 'fastest'],
      times(audit),
    ),
    verdict(audit),
  ]
  return sections.filter((text) => text !== '').join('\n\n')
}

function itemRows(audit: DatasetAudit) {
  return countItems(audit).map((count) => [
    count.item,
    count.questionIds.length,
    count.isFailing ? 'FAILS' : '',
    toSafeText(firstIds(count)),
  ])
}

function times({ goldTimes }: DatasetAudit) {
  return goldTimes
    .map(({ questionId, runsMs }) => ({
      questionId,
      median: medianMs(runsMs) ?? 0,
      fastest: Math.min(...runsMs),
    }))
    .toSorted((a, b) => b.median - a.median)
    .slice(0, SLOWEST_SHOWN)
    .map(({ questionId, median, fastest }) => [questionId, median.toFixed(1), fastest.toFixed(1)])
}

function verdict(audit: DatasetAudit): string {
  const failing = countItems(audit).filter((count) => count.isFailing)
  if (failing.length === 0) return `${audit.name} passes`
  return `${audit.name} fails: ${failing.map(({ item }) => item).join(', ')}`
}

/** How many failing findings are told one by one; `--json` has them all. */
const FAILURES_TOLD = 20

export function failureLines(audit: DatasetAudit): string[] {
  const failing = failingFindings(audit)
  const told = failing
    .slice(0, FAILURES_TOLD)
    .map((finding) => toSafeText(`${audit.name}: ${describeFinding(finding)}`))
  const left = failing.length - told.length
  return left === 0 ? told : [...told, `${audit.name}: and ${left} more; --json lists all`]
}

/** Everything, in the names of the files. */
export function auditsToJson(audits: readonly DatasetAudit[]): string {
  return JSON.stringify({ datasets: audits.map(auditToJson) }, null, 2)
}

function auditToJson(audit: DatasetAudit) {
  return {
    name: audit.name,
    passes: failingFindings(audit).length === 0,
    question_count: audit.questionCount,
    drawn_count: audit.drawnCount,
    database_count: audit.databaseCount,
    items: countItems(audit).map(({ item, questionIds, findings, isFailing }) => ({
      item,
      fails: isFailing,
      question_count: questionIds.length,
      findings: findings.map(({ questionId, note }) => ({ question_id: questionId, note })),
    })),
    guesses: audit.guesses.map(({ split, guesser, says, solved, questionCount }) => ({
      split,
      guesser,
      says: says ?? null,
      solved,
      question_count: questionCount,
      share: solved.length / questionCount,
    })),
    near_duplicates: audit.nearPairs.map(({ questionIds, similarity, isSameGold }) => ({
      question_ids: questionIds,
      similarity,
      same_gold: isSameGold,
    })),
    slips: countSlips(audit.slips).map((count) => ({
      kind: count.kind,
      question_count: count.questionCount,
      slip_count: count.madeCount,
      told_apart_count: count.madeCount - count.survivingCount,
    })),
    gold_times: audit.goldTimes.map(goldTimeToJson),
  }
}

function goldTimeToJson({ questionId, runsMs }: GoldTime) {
  return { question_id: questionId, median_ms: medianMs(runsMs), runs_ms: runsMs }
}
