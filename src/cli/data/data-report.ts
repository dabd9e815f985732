/** What an import prints when it is done. */

import Table from 'cli-table3'

import { countByDatabase, countByFlag, countSetAside } from '../../datasets/import-report.ts'
import type { ImportReport } from '../../datasets/import-report.ts'
import { toSafeText } from '../safe-text.ts'

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

type Cell = string | number

/** Empty where there is nothing to tell. */
function section(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  if (rows.length === 0) return ''
  const isNumber = head.map((_, column) => typeof rows[0]?.[column] === 'number')
  const table = new Table({
    head: [...head],
    colAligns: isNumber.map((numeric) => (numeric ? 'right' : 'left')),
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  })
  table.push(...rows.map((row) => [...row]))
  const lines = table.toString().split('\n')
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`)].join('\n')
}

/** No lines: the tables are short, and are pasted into issues. */
const PLAIN = Object.fromEntries(
  ['', '-mid', '-left', '-right']
    .flatMap((end) => ['top', 'bottom', 'left', 'right', 'mid'].map((side) => `${side}${end}`))
    .concat('middle')
    .map((name) => [name, '']),
)
