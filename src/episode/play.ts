/** Which database an episode is played on, what gold is there, and on which hidden ones it is known. */

import type { Question } from '../questions/question.ts'
import { NO_SIBLINGS, siblingDatabaseId, variantDatabaseId } from '../questions/siblings.ts'
import type { QuestionSiblings } from '../questions/siblings.ts'
import type { Gold } from '../verify/grade-answer.ts'
import { sameRows } from '../verify/same-rows.ts'
import type { EpisodeStart, Sibling } from './episode.ts'

/**
 * @param dataset - of the question
 * @param variant - 0 is the database as shipped; another is one that the question has
 * @throws {RangeError} when it does not: a bug in the caller
 */
export function playOf(
  dataset: string,
  question: Question,
  { grading, variants }: QuestionSiblings = NO_SIBLINGS,
  variant = 0,
): Pick<EpisodeStart, 'databaseId' | 'gold' | 'siblings' | 'progressSibling'> {
  const asShipped = { rows: question.goldAnswer, orderMatters: question.orderMatters }
  const played = variant === 0 ? asShipped : variants.find((other) => other.variant === variant)
  if (played === undefined) throw new RangeError(`${question.questionId} has no variant ${variant}`)
  const gold = goldOf(question, played)
  const siblings = grading.map((sibling): Sibling => ({
    databaseId: siblingDatabaseId(dataset, question.databaseId, sibling.sibling),
    gold: goldOf(question, sibling),
  }))
  return {
    databaseId: variantDatabaseId(dataset, question.databaseId, variant),
    gold,
    siblings,
    progressSibling: siblings.find((sibling) => differs(sibling.gold, gold)) ?? null,
  }
}

function goldOf(
  { goldColumns }: Question,
  { rows, orderMatters }: { readonly rows: Gold['rows']; readonly orderMatters: boolean },
): Gold {
  return { columns: goldColumns, rows, rowOrderMatters: orderMatters }
}

function differs(a: Gold, b: Gold): boolean {
  return !sameRows(a.rows, b.rows, 'any')
}
