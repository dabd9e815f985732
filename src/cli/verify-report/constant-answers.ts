/** What a policy earns that never looks and always gives the same answer. */

import { isUnfit, SPLITS } from '../../questions/question.ts'
import type { Question, Split } from '../../questions/question.ts'
import { formatAnswer } from '../../verify/answer-formats.ts'
import { gradeAnswer } from '../../verify/grade-answer.ts'

export type BestConstant = {
  readonly split: Split
  readonly questionCount: number
  /** Questions that the best of all constant answers gets right. */
  readonly rightCount: number
}

/** Of all answers that are right for some question; unfit questions are passed over. */
export function bestConstants(questions: readonly Question[]): BestConstant[] {
  return SPLITS.flatMap((split) => {
    const ofSplit = questions.filter((question) => !isUnfit(question) && question.split === split)
    // An answer is right only for as many rows and columns as it has.
    const byShape = Map.groupBy(ofSplit, shapeOf)
    const rightCounts = [...byShape.values()].map(rightCountOfBest)
    return ofSplit.length === 0
      ? []
      : [{ split, questionCount: ofSplit.length, rightCount: Math.max(...rightCounts) }]
  })
}

function shapeOf({ goldColumns, goldAnswer }: Question): string {
  return `${goldAnswer.length} × ${goldColumns.length}`
}

function rightCountOfBest(questions: readonly Question[]): number {
  const answers = new Set(
    questions.flatMap(({ goldColumns, goldAnswer }) => {
      return formatAnswer(goldColumns, goldAnswer).get('json') ?? []
    }),
  )
  const rightCounts = [...answers].map((answer) => countRight(answer, questions))
  return Math.max(0, ...rightCounts)
}

function countRight(answer: string, questions: readonly Question[]): number {
  return questions.filter(
    ({ goldColumns: columns, goldAnswer: rows, rowOrderMatters }) =>
      gradeAnswer(answer, { columns, rows, rowOrderMatters }, 'strict').isCorrect,
  ).length
}
