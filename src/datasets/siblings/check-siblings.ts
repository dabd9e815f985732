/** Runs gold again on siblings that are there, and compares it with what their records say. */

import { existsSync } from 'node:fs'

import { isUnfit } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import type { QuestionSiblings, SiblingGold } from '../../questions/siblings.ts'
import { sameRows } from '../../verify/same-rows.ts'
import { openGoldDatabase } from '../gold-database.ts'
import { siblingPath } from './sibling-files.ts'
import { confirmGolds, fairGold, judgeGolds, studyGolds } from './sibling-golds.ts'
import type { KnownGold, SiblingVerdict } from './sibling-golds.ts'

export type SiblingCheck = {
  readonly dataDir: string
  readonly dataset: string
  readonly databaseId: string
  /** Of the database as shipped. */
  readonly path: string
  readonly questions: readonly ListedSiblings[]
}

/** What the record of a question says. */
type ListedSiblings = {
  readonly question: Question
  readonly siblings: QuestionSiblings
}

export type SiblingComplaint = { readonly questionId: string; readonly note: string }

/** By name, as the files are called. */
export function siblingGolds({ grading, variants }: QuestionSiblings): SiblingGold[] {
  return [
    ...grading,
    ...variants.map(({ variant, rows, rowOrderMatters }) => {
      return { sibling: `v${variant}`, rows, rowOrderMatters }
    }),
  ]
}

/** @returns what is otherwise than a record says; files that are missing are passed over */
export function checkSiblings(check: SiblingCheck): SiblingComplaint[] {
  const listed = check.questions
    .filter(({ question }) => !isUnfit(question))
    .flatMap(({ question, siblings }) => siblingGolds(siblings).map((gold) => ({ question, gold })))
  const bySibling = Map.groupBy(listed, ({ gold }) => gold.sibling)
  return [...bySibling].flatMap(([sibling, ofSibling]) => {
    const file = siblingPath(check.dataDir, check.dataset, check.databaseId, sibling)
    if (!existsSync(file)) return []
    const questions = ofSibling.map(({ question }) => question)
    const verdicts = judgeOn(file, check.path, questions)
    return ofSibling.flatMap(({ question: { questionId, goldSql }, gold }) => {
      const complaint =
        typeof verdicts === 'string' ? verdicts : complaintAbout(verdicts.get(goldSql), gold)
      return complaint === undefined ? [] : [{ questionId, note: `${sibling}: ${complaint}` }]
    })
  })
}

/** By gold SQL, or what is wrong with the file. */
function judgeOn(
  file: string,
  path: string,
  questions: readonly Question[],
): ReadonlyMap<string, SiblingVerdict> | string {
  try {
    const golds = readGolds(path, questions)
    const verdicts = confirmGolds(file, golds, judgeGolds(file, golds))
    return new Map(golds.map(({ goldSql }, place) => [goldSql, verdicts[place] ?? 'fails']))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return `unreadable: ${error.message}`
  }
}

function readGolds(path: string, questions: readonly Question[]): KnownGold[] {
  using database = openGoldDatabase(path)
  // Slips are not looked for: without the flag none is run.
  return studyGolds(
    database,
    questions.map((question) => ({ ...question, flags: [] })),
  )
}

function complaintAbout(
  verdict: SiblingVerdict | undefined,
  { rows, rowOrderMatters }: SiblingGold,
): string | undefined {
  if (typeof verdict === 'string') return verdict
  const fair = fairGold(verdict)
  if (fair === undefined) return 'gold was not run'
  if (!sameRows(fair.rows, rows, rowOrderMatters ? 'as_given' : 'any')) return 'other rows'
  return fair.rowOrderMatters === rowOrderMatters ? undefined : 'other order_matters'
}
