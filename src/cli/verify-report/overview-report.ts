/** What the measure comes to: how often each grading takes wrong for right and right for wrong. */

import type { BestConstant } from './constant-answers.ts'
import type { GraderMeasure, Tallies, Tally } from './grader-measure.ts'
import { MUTATIONS } from './answer-mutants.ts'
import type { Mutation } from './answer-mutants.ts'
import { rewritesOf, wrongOf } from './queries/query-measure.ts'
import type { QueryMeasure } from './queries/query-measure.ts'
import { intervalText, markdownTable, rate } from './report-table.ts'

export type DatasetMeasure = {
  readonly dataset: string
  readonly answers: GraderMeasure
  readonly constants: readonly BestConstant[]
  /** Absent where no query was tried. */
  readonly queries: QueryMeasure | undefined
}

/** How many of a kind of things were decided wrongly. */
type Rate = { readonly what: string; readonly count: number; readonly wrongCount: number }

export function formatOverview(measures: readonly DatasetMeasure[]): string {
  return [
    '### Rates',
    ratesTable(measures),
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

function ratesTable(measures: readonly DatasetMeasure[]): string {
  const ofAll = measures.map((measure) => ({ dataset: measure.dataset, rates: ratesOf(measure) }))
  const together = ofAll.flatMap(({ rates }) => rates)
  const summed = [...Map.groupBy(together, ({ what }) => what)].map(([what, rates]): Rate => ({
    what,
    count: rates.reduce((sum, { count }) => sum + count, 0),
    wrongCount: rates.reduce((sum, { wrongCount }) => sum + wrongCount, 0),
  }))
  const all = [...ofAll, { dataset: 'all', rates: summed }]
  return markdownTable(
    ['', 'data set', 'tried', 'of these', 'rate', '95 % interval'],
    summed.flatMap(({ what }) =>
      all.flatMap(({ dataset, rates }) => {
        const found = rates.find((one) => one.what === what)
        return found === undefined ? [] : [rateRow(dataset, found)]
      }),
    ),
  )
}

function rateRow(dataset: string, { what, count, wrongCount }: Rate): string[] {
  return [
    what,
    dataset,
    String(count),
    String(wrongCount),
    rate(wrongCount, count),
    intervalText(wrongCount, count),
  ]
}

function ratesOf({ answers, queries }: DatasetMeasure): Rate[] {
  const { gold, mutants } = answers
  const wrongMutants = mutantTally(mutants, false)
  const rightMutants = mutantTally(mutants, true)
  const ofAnswers = [
    toRate('gold refused by strict', gold.all),
    toRate('gold in another order refused by strict', rightMutants),
    toRate('changed gold accepted by strict', wrongMutants),
  ]
  if (queries === undefined) return ofAnswers
  const { wrongCount, accepted } = wrongOf(queries, 'all')
  const rewrites = rewritesOf(queries)
  const wrongRate = (by: string, found: number): Rate => {
    return { what: `wrong query accepted by ${by}`, count: wrongCount, wrongCount: found }
  }
  return [
    ...ofAnswers,
    wrongRate('value on one database', accepted.byValue),
    wrongRate('value on siblings too', accepted.bySiblings),
    wrongRate('evidence', accepted.byEvidence),
    {
      what: 'rewrite of gold refused by evidence',
      count: rewrites.count,
      wrongCount: rewrites.refusedCount,
    },
    {
      what: 'rows counted by the agent refused by evidence',
      count: queries.rowReaders.count,
      wrongCount: queries.rowReaders.refusedCount,
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

function toRate(what: string, { answerCount, decidedCount }: Tally): Rate {
  return { what, count: answerCount, wrongCount: answerCount - decidedCount.strict }
}
