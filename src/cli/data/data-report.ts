/** What an import prints when it is done. */

import { countByDatabase, countByFlag, countSetAside } from '../../datasets/import-report.ts'
import type { ImportReport } from '../../datasets/import-report.ts'
import type { DatasetSiblings, MadeSiblings } from '../../datasets/siblings/dataset-siblings.ts'
import { toSafeText } from '../safe-text.ts'
import { section } from './plain-table.ts'
import type { Cell } from './plain-table.ts'

export function formatImportReport(report: ImportReport): string {
  const { kept, about } = report
  const failing = kept.flatMap(({ question, failure }) =>
    failure === undefined ? [] : [[question.questionId, toSafeText(failure)]],
  )
  const setAside = countSetAside(report).map((counts) => [
    toSafeText(counts.databaseId),
    counts.questionCount,
    toSafeText(counts.reason),
  ])
  const flags = countByFlag(report).filter(([, questionCount]) => questionCount > 0)
  const sections = [
    section('Kept', ['database', 'split', 'questions', 'drawn', 'unfit', 'weak'], keptRows(report)),
    section('Flags', ['flag', 'questions'], flags),
    section('Gold queries that do not run', ['question', 'because'], failing),
    section('Set aside', ['database', 'questions', 'because'], setAside),
    formatSiblings(report.siblings),
    [about.title, `License: ${about.license}`, about.attribution, about.homepage]
      .map(toSafeText)
      .join('\n'),
  ]
  return sections.filter((text) => text !== '').join('\n\n')
}

function keptRows(report: ImportReport): Cell[][] {
  const databases = countByDatabase(report)
  const sum = (counts: readonly number[]): number =>
    counts.reduce((total, count) => total + count, 0)
  const rows = databases.map(({ databaseId, split, questionCount, unfitCount, weakCount }) => [
    databaseId,
    split,
    questionCount,
    questionCount - unfitCount,
    unfitCount,
    weakCount,
  ])
  const questionCount = sum(databases.map((counts) => counts.questionCount))
  const unfitCount = sum(databases.map((counts) => counts.unfitCount))
  const weakCount = sum(databases.map((counts) => counts.weakCount))
  return [...rows, ['all', '', questionCount, questionCount - unfitCount, unfitCount, weakCount]]
}

/** What siblings tell of the questions, for each database and for all. */
export function formatSiblings({ databases }: DatasetSiblings): string {
  const rows = [...databases.map((made) => siblingsRow(made.databaseId, [made]))]
  if (databases.length > 1) rows.push(siblingsRow('all', databases))
  const silent = databases
    .filter(({ note }) => note === '')
    .flatMap(({ questions }) => questions.filter(({ differingCount }) => differingCount < 2))
    .map(({ questionId, differingCount, others }) => [
      questionId,
      differingCount,
      [...Map.groupBy(others, (other) => other)]
        .map(([other, { length }]) => `${other} on ${length}`)
        .join(', '),
    ])
  const without = databases
    .filter(({ note }) => note !== '')
    .map(({ databaseId, note }) => [toSafeText(databaseId), toSafeText(note)])
  return [
    section('Siblings', SIBLINGS_HEAD, rows),
    section('Fewer than two siblings differ', ['question', 'differ on', 'else'], silent),
    section('Without siblings', ['database', 'because'], without),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
}

/** `differ on n`: gold answers otherwise on n grading siblings than on the database as shipped. */
const SIBLINGS_HEAD = [
  'database',
  'drawn',
  'differ on 1+',
  'on 2+',
  'on 3',
  'variants 1+',
  '2+',
  '3',
  'slips',
  'told apart',
  'files',
  'KiB',
  'of original',
  'seconds',
]

function siblingsRow(name: string, databases: readonly MadeSiblings[]): Cell[] {
  const { questions, fileCount, bytes, originalBytes, seconds } = countSiblings(databases)
  const differing = (count: number): number =>
    questions.filter(({ differingCount }) => differingCount >= count).length
  const playable = (count: number): number =>
    questions.filter(({ siblings }) => siblings.variants.length >= count).length
  return [
    toSafeText(name),
    questions.length,
    ...[1, 2, 3].map(differing),
    ...[1, 2, 3].map(playable),
    questions.reduce((sum, { slipCount }) => sum + slipCount, 0),
    questions.reduce((sum, { slipsToldApart }) => sum + slipsToldApart, 0),
    fileCount,
    Math.round(bytes / 1024),
    `${(bytes / originalBytes).toFixed(1)}x`,
    seconds.toFixed(1),
  ]
}

function countSiblings(databases: readonly MadeSiblings[]) {
  const files = databases.flatMap(({ fileBytes }) => fileBytes)
  return {
    questions: databases.flatMap((made) => made.questions),
    fileCount: files.length,
    bytes: files.reduce((sum, bytes) => sum + bytes, 0),
    originalBytes: databases.reduce((sum, made) => sum + made.originalBytes, 0),
    seconds: databases.reduce((sum, made) => sum + made.seconds, 0),
  }
}
