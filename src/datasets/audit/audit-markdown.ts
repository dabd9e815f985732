/** The part of a document that an audit writes: the same each time, so without times. */

import { markdownTable } from '../import-markdown.ts'
import type { DatasetAudit } from './dataset-audit.ts'
import { isOverShare } from './guessers.ts'
import type { Guess } from './guessers.ts'
import { countItems, firstIds } from './item-counts.ts'
import type { NearPair } from './near-duplicates.ts'
import { countSlips } from './slip-counts.ts'

/** Ids and numbers only: texts are under the licence of the data. */
export function auditToMarkdown(audit: DatasetAudit): string {
  const { questionCount, drawnCount, databaseCount, guesses, nearPairs, slips } = audit
  const items = countItems(audit).filter(({ item }) => item !== 'slow')
  const sections = [
    `${questionCount} questions over ${databaseCount} databases; ${drawnCount} of them are drawn.`,
    markdownTable(
      ['item', 'questions', 'the first of them'],
      items.map((count) => [`\`${count.item}\``, count.questionIds.length, firstIds(count)]),
    ),
    markdownTable(
      ['split', 'drawn', 'guesser', 'says', 'solves', 'share'],
      guesses.map((guess) => [
        guess.split,
        guess.questionCount,
        guess.guesser,
        sayingOf(guess),
        guess.solved.length,
        shareOf(guess),
      ]),
    ),
    ...(nearPairs.length === 0 ? [] : [nearTable(nearPairs)]),
    markdownTable(
      ['slip', 'questions', 'slips', 'told apart'],
      countSlips(slips).map(({ kind, questionCount: count, madeCount, survivingCount }) => {
        return [`\`${kind}\``, count, madeCount, madeCount - survivingCount]
      }),
    ),
  ]
  return sections.join('\n\n')
}

/** A number may be shown. */
function sayingOf({ says, solved }: Guess): string {
  if (says === undefined) return ''
  return /^-?\d{1,9}$/.test(says) ? says : `the answer of ${solved[0] ?? 'none'}`
}

export function shareOf(guess: Guess): string {
  const percent = ((100 * guess.solved.length) / guess.questionCount).toFixed(1)
  return `${percent} %${isOverShare(guess) ? ', over 5 %' : ''}`
}

function nearTable(pairs: readonly NearPair[]): string {
  return markdownTable(
    ['question', 'is like', 'similarity', 'same gold'],
    pairs.map(({ questionIds: [one, other], similarity, isSameGold }) => {
      return [one, other, similarity.toFixed(2), isSameGold ? 'yes' : 'no']
    }),
  )
}
