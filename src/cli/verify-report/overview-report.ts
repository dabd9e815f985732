/** What the measure comes to: how often each grading takes wrong for right and right for wrong. */

import type { BestConstant } from './constant-answers.ts'
import type { GraderMeasure, Tallies, Tally } from './grader-measure.ts'
import { MUTATIONS } from './answer-mutants.ts'
import type { Mutation } from './answer-mutants.ts'
import { rewritesOf, wrongOf } from './queries/query-measure.ts'
import type { QueryMeasure, WrongGroup } from './queries/query-measure.ts'
import { factorText, intervalText, markdownTable, rate } from './report-table.ts'

export type DatasetMeasure = {
  readonly dataset: string
  readonly answers: GraderMeasure
  readonly constants: readonly BestConstant[]
  /** Absent where no query was tried. */
  readonly queries: QueryMeasure | undefined
}

const GRADED = ['strict', 'evidence'] as const

const ERRORS = {
  'false positive': 'wrong, and accepted',
  'false negative': 'right, and refused',
} as const

/** How many of a kind of things were decided wrongly. */
type Rate = {
  readonly grading: (typeof GRADED)[number]
  readonly error: keyof typeof ERRORS
  readonly what: string
  readonly count: number
  readonly wrongCount: number
  /** One that the documents say to use another grading for; not part of the sums. */
  readonly isLimit?: boolean
}

export function formatOverview(measures: readonly DatasetMeasure[]): string {
  const rates = measures.map((measure) => ({ dataset: measure.dataset, rates: ratesOf(measure) }))
  return [
    '### Rates',
    sumsTable(rates.flatMap((ofDataset) => ofDataset.rates)),
    ...factorLine(measures),
    '### Rates by data set',
    ratesTable(rates),
    '### The best constant answer',
    markdownTable(
      ['split', 'questions', 'right', 'rate'],
      measures.flatMap(({ dataset, constants }) =>
        constants.map(({ split, questionCount, rightCount }) => [
          `${dataset}, ${split}`,
          String(questionCount),
          String(rightCount),
          rate(rightCount, questionCount),
        ]),
      ),
    ),
  ].join('\n\n')
}

function sumsTable(rates: readonly Rate[]): string {
  const rows = GRADED.flatMap((grading) =>
    Object.entries(ERRORS).flatMap(([error, meaning]) => {
      const counted = rates.filter(
        (one) => one.grading === grading && one.error === error && one.isLimit !== true,
      )
      const { count, wrongCount } = sumOf(counted)
      return count === 0 ? [] : [[grading, error, meaning].concat(rateCells(count, wrongCount))]
    }),
  )
  return markdownTable(['grading', 'error', 'is', ...RATE_HEAD], rows)
}

const RATE_HEAD = ['tried', 'errors', 'rate', '95 % interval']

function rateCells(count: number, wrongCount: number): string[] {
  const share = rate(wrongCount, count)
  return [String(count), String(wrongCount), share, intervalText(wrongCount, count)]
}

function sumOf(rates: readonly Rate[]): Pick<Rate, 'count' | 'wrongCount'> {
  return {
    count: rates.reduce((sum, { count }) => sum + count, 0),
    wrongCount: rates.reduce((sum, { wrongCount }) => sum + wrongCount, 0),
  }
}

/** None where no query was tried. */
function factorLine(measures: readonly DatasetMeasure[]): string[] {
  const queries = measures.flatMap((measure) => measure.queries ?? [])
  if (queries.length === 0) return []
  const fewer = (group: WrongGroup): string => {
    const accepted = queries.map((measure) => wrongOf(measure, group).accepted)
    const byValue = accepted.reduce((sum, counts) => sum + counts.byValue, 0)
    const byEvidence = accepted.reduce((sum, counts) => sum + counts.byEvidence, 0)
    const factor = factorText(byValue, byEvidence)
    return `${byEvidence} for ${byValue}${byEvidence === 0 ? '' : ` (${factor} fewer)`}`
  }
  const [all, slips, pinned] = [fewer('all'), fewer('all slips'), fewer('all pinned')]
  return [
    'Wrong queries accepted by evidence, for those accepted by value on one database:',
    `- all: ${all}\n- slips: ${slips}\n- pinned answers: ${pinned}`,
  ]
}

function ratesTable(
  ofAll: readonly { readonly dataset: string; readonly rates: readonly Rate[] }[],
): string {
  const together = ofAll.flatMap(({ rates }) => rates)
  const whats = [...new Set(together.map(({ what }) => what))]
  const rows = whats.flatMap((what) => {
    const ofDatasets = ofAll.flatMap(({ dataset, rates }) =>
      rates
        .filter((one) => one.what === what)
        .map(({ count, wrongCount }) => [what, dataset].concat(rateCells(count, wrongCount))),
    )
    const { count, wrongCount } = sumOf(together.filter((one) => one.what === what))
    return ofDatasets.concat([[what, 'all'].concat(rateCells(count, wrongCount))])
  })
  return markdownTable(['decided wrongly', 'data set', ...RATE_HEAD], rows)
}

function ratesOf({ answers, queries }: DatasetMeasure): Rate[] {
  const { gold, mutants } = answers
  const strict = (error: keyof typeof ERRORS, what: string, tally: Tally): Rate => {
    const { answerCount, decidedCount } = tally
    const wrongCount = answerCount - decidedCount.strict
    return { grading: 'strict', error, what, count: answerCount, wrongCount }
  }
  const ofAnswers = [
    strict('false negative', 'gold, refused by strict', gold.all),
    strict(
      'false negative',
      'gold in another order, refused by strict',
      mutantTally(mutants, true),
    ),
    strict('false positive', 'changed gold, accepted by strict', mutantTally(mutants, false)),
  ]
  if (queries === undefined) return ofAnswers
  const { wrongCount: count, accepted } = wrongOf(queries, 'all')
  const rewrites = rewritesOf(queries)
  const { rowReaders } = queries
  return [
    ...ofAnswers,
    {
      grading: 'strict',
      error: 'false positive',
      what: 'wrong query, its result accepted by strict on one database',
      count,
      wrongCount: accepted.byValue,
    },
    {
      grading: 'evidence',
      error: 'false positive',
      what: 'wrong query, accepted by evidence',
      count,
      wrongCount: accepted.byEvidence,
    },
    {
      grading: 'evidence',
      error: 'false negative',
      what: 'rewrite of gold, refused by evidence',
      count: rewrites.count,
      wrongCount: rewrites.refusedCount,
    },
    {
      grading: 'evidence',
      error: 'false negative',
      what: 'rows counted by the agent, refused by evidence',
      count: rowReaders.count,
      wrongCount: rowReaders.refusedCount,
      isLimit: true,
    },
  ]
}

function mutantTally({ each }: Tallies<Mutation>, isRight: boolean): Tally {
  const tallies = [...each].filter(([mutation]) => MUTATIONS[mutation] === isRight)
  const sum = (countOf: (tally: Tally) => number) =>
    tallies.reduce((total, [, tally]) => total + countOf(tally), 0)
  return {
    questionCount: sum(({ questionCount }) => questionCount),
    answerCount: sum(({ answerCount }) => answerCount),
    decidedCount: {
      strict: sum(({ decidedCount }) => decidedCount.strict),
      published: sum(({ decidedCount }) => decidedCount.published),
    },
  }
}
