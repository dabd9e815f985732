/** The grader's measure as Markdown, laid out as the formatter would, so that documents keep it. */

import { MUTATIONS } from './answer-mutants.ts'
import type { Mutation } from './answer-mutants.ts'
import type { GraderMeasure, Misjudged, Tallies, Tally } from './grader-measure.ts'

export function formatMeasures(measures: readonly GraderMeasure[]): string {
  return measures.map(formatMeasure).join('\n\n')
}

function formatMeasure({ dataset, questionCount, ...measure }: GraderMeasure): string {
  const { gold, mutants, misjudged } = measure
  return [
    `### ${dataset}: ${questionCount} questions`,
    markdownTable(
      ['gold, written as', ...TALLY_HEAD],
      labelled(gold).map(([format, tally]) => tallyRow([format], tally)),
    ),
    markdownTable(
      ['changed gold', 'is', ...TALLY_HEAD],
      labelled(mutants).map(([mutation, tally]) => tallyRow([mutation, truthOf(mutation)], tally)),
    ),
    misjudgedText(misjudged),
  ].join('\n\n')
}

function truthOf(mutation: Mutation | 'all'): string {
  if (mutation === 'all') return ''
  return MUTATIONS[mutation] ? 'right' : 'wrong'
}

/** Without what did not occur; the sum comes last. */
function labelled<K>({ each, all }: Tallies<K>): readonly (readonly [K | 'all', Tally])[] {
  const occurring = [...each].filter(([, { answerCount }]) => answerCount > 0)
  return [...occurring, ['all', all]]
}

const TALLY_HEAD = ['questions', 'answers', 'decided right', 'published']

function tallyRow(labels: readonly string[], tally: Tally): string[] {
  const { questionCount, answerCount, decidedCount } = tally
  return [
    ...labels,
    String(questionCount),
    String(answerCount),
    `${decidedCount.strict} (${percent(decidedCount.strict / answerCount)})`,
    percent(decidedCount.published / answerCount),
  ]
}

/** Rounded down, so that only what is whole reads as 100 %. */
function percent(share: number): string {
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
}

function misjudgedText(misjudged: readonly Misjudged[]): string {
  if (misjudged.length === 0) return 'Decided wrongly by strict grading: none.'
  const lines = misjudged.map(
    ({ questionId, written, format }) => `- ${questionId}: ${written}, as ${format}`,
  )
  return ['Decided wrongly by strict grading:', '', ...lines].join('\n')
}

/** The first column to the left, the others, which hold counts, to the right. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join(' | ')} |`
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

function pad(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
