/** What became of wrong and right queries, as Markdown. Their SQL is not shown: data have licences. */

import { factorText, intervalText, markdownTable, rate } from '../report-table.ts'
import type { Named, QueryMeasure, RightTally, WrongGroup, WrongTally } from './query-measure.ts'

export function formatQueryMeasure(measure: QueryMeasure): string {
  const { dataset, sampled, fair } = measure
  return [
    `### ${dataset}: wrong queries`,
    `Gold is fair on ${fair.mean.toFixed(1)} judging siblings on average, and on none for ${fair.noneCount} questions.`,
    wrongTable(measure),
    namedText('Wrong queries that evidence accepts', measure.accepted),
    `### ${dataset}: rewrites of gold`,
    sampled.questionCount === 0
      ? 'No question was drawn for it.'
      : `${sampled.questionCount} questions, with ${sampled.fewest} rewrites or more each.`,
    rewriteTable(measure),
    namedText('Rewrites that evidence refuses', measure.refused),
    namedText('Rewrites that are not gold everywhere', measure.unsound),
    `### ${dataset}: by database`,
    databaseTable(measure),
    ...notes(measure),
  ].join('\n\n')
}

const WRONG_HEAD = ['wrong', 'same as gold', 'fails', 'by value', 'by siblings', 'by evidence']

function wrongTable({ wrong }: QueryMeasure): string {
  const rows = [...wrong].filter(([, tally]) => triedCount(tally) > 0)
  return markdownTable(
    ['query', ...WRONG_HEAD, '95 % interval', 'fewer'],
    rows.map(([group, tally]) => wrongRow(group, tally)),
  )
}

function triedCount({ wrongCount, equivalentCount, failingCount }: WrongTally): number {
  return wrongCount + equivalentCount + failingCount
}

function wrongRow(group: WrongGroup, tally: WrongTally): string[] {
  const { wrongCount, equivalentCount, failingCount, accepted } = tally
  const { byValue, bySiblings, byEvidence } = accepted
  const cell = (count: number) => `${count} (${rate(count, wrongCount) || '–'})`
  return [
    group,
    String(wrongCount),
    String(equivalentCount),
    String(failingCount),
    ...[byValue, bySiblings, byEvidence].map(cell),
    intervalText(byEvidence, wrongCount),
    factorText(byValue, byEvidence),
  ]
}

function rewriteTable({ rewrites, rowReaders }: QueryMeasure): string {
  const rows = [...rewrites].filter(([, { count }]) => count > 0)
  return markdownTable(
    ['evidence', 'episodes', 'refused', 'rate', '95 % interval'],
    [
      ...rows.map(([rule, tally]) => rightRow(rule === 'all' ? 'all rewrites' : rule, tally)),
      rightRow('rows, counted by the agent', rowReaders),
    ],
  )
}

function rightRow(name: string, { count, refusedCount }: RightTally): string[] {
  return [
    name,
    String(count),
    String(refusedCount),
    rate(refusedCount, count),
    intervalText(refusedCount, count),
  ]
}

function databaseTable({ databases }: QueryMeasure): string {
  return markdownTable(
    [
      'database',
      'questions',
      'wrong',
      'by value',
      'by siblings',
      'by evidence',
      'rewrites',
      'refused',
    ],
    databases.map(({ databaseId, questionCount, wrong, rewrites }) => [
      databaseId,
      ...[
        questionCount,
        wrong.wrongCount,
        wrong.accepted.byValue,
        wrong.accepted.bySiblings,
        wrong.accepted.byEvidence,
        rewrites.count,
        rewrites.refusedCount,
      ].map(String),
    ]),
  )
}

/** What was left out, and why. */
function notes({ databases }: QueryMeasure): string[] {
  const left = databases.filter(({ note }) => note !== '')
  return left.map(({ databaseId, note }) => `Nothing was tried on ${databaseId}: ${note}.`)
}

function namedText(title: string, named: readonly Named[]): string {
  if (named.length === 0) return `${title}: none.`
  const rows = [...Map.groupBy(named, ({ questionId }) => questionId)].map(([id, ofQuestion]) => {
    const kinds = [...new Set(ofQuestion.map(({ as }) => as))]
    return [id, String(ofQuestion.length), kinds.join(', ')]
  })
  return `${title}, by question:\n\n${markdownTable(['question', 'queries', 'of kind'], rows)}`
}
