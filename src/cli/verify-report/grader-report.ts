/** How the grader decided answers, as Markdown. */

import { MUTATIONS } from './answer-mutants.ts'
import type { Mutation } from './answer-mutants.ts'
import type { GraderMeasure, Misjudged, Tallies, Tally } from './grader-measure.ts'
import { markdownTable, percent } from './report-table.ts'

export function formatMeasure({ dataset, questionCount, ...measure }: GraderMeasure): string {
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

function misjudgedText(misjudged: readonly Misjudged[]): string {
  if (misjudged.length === 0) return 'Decided wrongly by strict grading: none.'
  const lines = misjudged.map(
    ({ questionId, written, format }) => `- ${questionId}: ${written}, as ${format}`,
  )
  return ['Decided wrongly by strict grading:', '', ...lines].join('\n')
}
