/** How often the grader is wrong: gold answers and mutants of them, in every format there is. */

import { createRandom } from '../../datasets/builtin/random.ts'
import type { Question } from '../../questions/question.ts'
import { isUnfit } from '../../questions/question.ts'
import type { Row } from '../../sql/cell.ts'
import { ANSWER_FORMATS, formatAnswer } from '../../verify/answer-formats.ts'
import type { AnswerFormat } from '../../verify/answer-formats.ts'
import type { Gold, TextGrading } from '../../verify/grade-answer.ts'
import { gradeAnswer } from '../../verify/grade-answer.ts'
import { MUTATIONS, mutantsOf } from './answer-mutants.ts'
import type { Mutation } from './answer-mutants.ts'

/** The same questions give the same mutants. */
const SEED = 20_260_401

export type Tally = {
  readonly questionCount: number
  readonly answerCount: number
  /** Of the answers, those that each grading decided as they are. */
  readonly decidedCount: Readonly<Record<TextGrading, number>>
}

export type Tallies<K> = { readonly each: ReadonlyMap<K, Tally>; readonly all: Tally }

export type GraderMeasure = {
  readonly dataset: string
  readonly questionCount: number
  readonly gold: Tallies<AnswerFormat>
  readonly mutants: Tallies<Mutation>
  /** What strict grading got wrong. */
  readonly misjudged: readonly Misjudged[]
}

export type Misjudged = {
  readonly questionId: string
  readonly written: 'gold' | Mutation
  readonly format: AnswerFormat
}

/** One answer of which it is known whether it is right. */
type Trial = {
  readonly question: Question
  readonly written: 'gold' | Mutation
  readonly format: AnswerFormat
  readonly isRight: boolean
  readonly decided: Readonly<Record<TextGrading, boolean>>
}

/** Of the changed answers, this part may be decided wrongly. */
const WRONG_SHARE_MAX = 0.005

/** Every gold answer is accepted, and at least 99.5 % of the changed ones are decided as they are. */
export function meetsAim({ gold, mutants }: GraderMeasure): boolean {
  return (
    wrongCount(gold.all) === 0 &&
    wrongCount(mutants.all) <= WRONG_SHARE_MAX * mutants.all.answerCount
  )
}

function wrongCount({ answerCount, decidedCount }: Tally): number {
  return answerCount - decidedCount.strict
}

/** @param questions - of one data set; unfit ones are passed over */
export function measureGrader(dataset: string, questions: readonly Question[]): GraderMeasure {
  const playable = questions.filter((question) => !isUnfit(question))
  const trials = playable.flatMap(trialsOf)
  const ofGold = trials.filter(({ written }) => written === 'gold')
  const ofMutants = trials.filter(({ written }) => written !== 'gold')
  // The keys of MUTATIONS are the mutations.
  const mutations = Object.keys(MUTATIONS) as Mutation[]
  return {
    dataset,
    questionCount: playable.length,
    gold: tallies(ANSWER_FORMATS, ofGold, ({ format }) => format),
    mutants: tallies(mutations, ofMutants, ({ written }) => written),
    misjudged: trials
      .filter(({ decided, isRight }) => decided.strict !== isRight)
      .map(({ question, written, format }) => ({
        questionId: question.questionId,
        written,
        format,
      })),
  }
}

function trialsOf(question: Question, index: number): Trial[] {
  const gold: Gold = {
    columns: question.goldColumns,
    rows: question.goldAnswer,
    rowOrderMatters: question.rowOrderMatters,
  }
  const write = (written: 'gold' | Mutation, rows: readonly Row[], isRight: boolean): Trial[] =>
    [...formatAnswer(gold.columns, rows)].map(([format, answer]) => {
      const decide = (grading: TextGrading) => gradeAnswer(answer, gold, grading).isCorrect
      const decided = { strict: decide('strict'), published: decide('published') }
      return { question, written, format, isRight, decided }
    })
  const mutants = mutantsOf(gold, createRandom(SEED + index))
  return [
    ...write('gold', gold.rows, true),
    ...mutants.flatMap(({ mutation, rows }) => write(mutation, rows, MUTATIONS[mutation])),
  ]
}

function tallies<K>(
  keys: readonly K[],
  trials: readonly Trial[],
  keyOf: (trial: Trial) => unknown,
): Tallies<K> {
  const groups = Map.groupBy(trials, keyOf)
  return {
    each: new Map(keys.map((key) => [key, tally(groups.get(key) ?? [])])),
    all: tally(trials),
  }
}

function tally(trials: readonly Trial[]): Tally {
  const decided = (grading: TextGrading) =>
    trials.filter((trial) => trial.decided[grading] === trial.isRight).length
  return {
    questionCount: new Set(trials.map(({ question }) => question)).size,
    answerCount: trials.length,
    decidedCount: { strict: decided('strict'), published: decided('published') },
  }
}
