/** How far one comes without looking: policies that always say the same, or the nearest thing. */

import { SPLITS } from '../../questions/question.ts'
import type { Question, Split } from '../../questions/question.ts'
import { formatCell } from '../../sql/cell.ts'
import { formatAnswer } from '../../verify/answer-formats.ts'
import type { Gold } from '../../verify/gold.ts'
import { gradeAnswer } from '../../verify/grade-answer.ts'
import type { TableFacts } from '../gold-database.ts'

/**
 * `constant` says one and the same to all questions of a split, the best there is. `first_cell` says
 * the first cell of a table, `row_count` how many rows one has; of which table, somebody who knows
 * all answers tells them, so that whoever picks tables by any rule solves no more.
 */
const GUESSERS = ['constant', 'first_cell', 'row_count'] as const
type Guesser = (typeof GUESSERS)[number]

export type Guess = {
  readonly split: Split
  readonly guesser: Guesser
  /** What `constant` says. */
  readonly says: string | undefined
  readonly solved: readonly string[]
  readonly questionCount: number
}

/** No guesser may solve a larger share of a split: failure case V16. */
const GUESSED_SHARE_MAX = 0.05

export function isOverShare({ solved, questionCount }: Guess): boolean {
  return solved.length > GUESSED_SHARE_MAX * questionCount
}

/** What somebody says who knows no answer of the split; the commonest of its answers come besides. */
const CONSTANTS = ['0', '1', '2', 'Yes', 'No', 'true', 'false', 'None', 'NULL', '[]']

/** Grading every answer on every question would take minutes where there are thousands. */
const COMMON_ANSWERS_MAX = 50

/**
 * @param questions - that are drawn
 * @param tables - of each database
 * @returns for each split that has questions, and each guesser; graded strictly, as by default
 */
export function findGuesses(
  questions: readonly Question[],
  tables: ReadonlyMap<string, readonly TableFacts[]>,
): Guess[] {
  return SPLITS.flatMap((split) => {
    const ofSplit = questions.filter((question) => question.split === split)
    if (ofSplit.length === 0) return []
    const guess = (guesser: Guesser, says: string | undefined, solved: readonly Question[]) => {
      const ids = solved.map(({ questionId }) => questionId)
      return { split, guesser, says, solved: ids, questionCount: ofSplit.length }
    }
    const bySaying = (textsOf: (table: TableFacts) => readonly string[]) =>
      ofSplit.filter((question) => {
        const texts = tables.get(question.databaseId)?.flatMap(textsOf) ?? []
        return texts.some((text) => solves(text, question))
      })
    const constant = bestConstant(ofSplit)
    return [
      guess('constant', constant.says, constant.solved),
      guess('first_cell', undefined, bySaying(firstCellText)),
      guess(
        'row_count',
        undefined,
        bySaying(({ rowCount }) => [formatCell(rowCount)]),
      ),
    ]
  })
}

function firstCellText({ firstCell }: TableFacts): string[] {
  return firstCell === undefined ? [] : [formatCell(firstCell)]
}

/** Of equally good ones the first of `CONSTANTS`, or the one that is answered first. */
function bestConstant(questions: readonly Question[]) {
  const counts = new Map<string, number>()
  for (const question of questions) {
    const text = answerText(question)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const common = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, COMMON_ANSWERS_MAX)
  const constants = new Set([...CONSTANTS, ...common.map(([text]) => text)])
  let best = { says: '', solved: [] as readonly Question[] }
  for (const says of constants) {
    const solved = questions.filter((question) => solves(says, question))
    if (solved.length > best.solved.length) best = { says, solved }
  }
  return best
}

/** The right answer, as somebody would write it. */
function answerText({ goldColumns, goldAnswer }: Question): string {
  const texts = formatAnswer(goldColumns, goldAnswer)
  return texts.get('lines') ?? texts.get('json') ?? ''
}

function solves(text: string, question: Question): boolean {
  return gradeAnswer(text, toGold(question), 'strict').isCorrect
}

function toGold({ goldColumns, goldAnswer, rowOrderMatters }: Question): Gold {
  return { columns: goldColumns, rows: goldAnswer, rowOrderMatters }
}
