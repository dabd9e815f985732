/** What the questions of a data set are worth, as judging found them: pure, for builds and audits. */

import { isUnfit } from '../../questions/question.ts'
import type { TableFacts } from '../gold-database.ts'
import { GOLD_MS_MAX, isSlow, medianMs } from '../gold-times.ts'
import type { BuiltQuestion } from '../question-build.ts'
import { flagFinding } from './audit-items.ts'
import type { AuditFinding } from './audit-items.ts'
import { findGuesses, isOverShare } from './guessers.ts'
import type { Guess } from './guessers.ts'
import { findNearDuplicates } from './near-duplicates.ts'
import type { NearPair } from './near-duplicates.ts'

export type QualityAudit = {
  readonly findings: readonly AuditFinding[]
  readonly guesses: readonly Guess[]
  readonly nearPairs: readonly NearPair[]
}

/**
 * @param judged - all questions of a data set
 * @param tables - of each of its databases
 */
export function auditQuality(
  judged: readonly BuiltQuestion[],
  tables: ReadonlyMap<string, readonly TableFacts[]>,
): QualityAudit {
  const drawn = judged.map(({ question }) => question).filter((question) => !isUnfit(question))
  const guesses = findGuesses(drawn, tables)
  const nearPairs = findNearDuplicates(drawn)
  return {
    findings: [
      ...judged.flatMap(findingsOf),
      ...guesses.filter(isOverShare).flatMap(guessFindings),
      ...nearPairs.map(pairFinding),
    ],
    guesses,
    nearPairs,
  }
}

function findingsOf({ question, failure, runsMs }: BuiltQuestion): AuditFinding[] {
  const { questionId, flags } = question
  const flagged = flags.map((flag) => flagFinding(questionId, flag, failure))
  if (!isSlow(runsMs)) return flagged
  const note = `${(medianMs(runsMs) ?? 0).toFixed(0)} ms, and never ${GOLD_MS_MAX} or less`
  return [...flagged, { item: 'slow', questionId, note }]
}

function guessFindings({ split, guesser, says, solved, questionCount }: Guess): AuditFinding[] {
  const what = says === undefined ? guesser : `${guesser} ${JSON.stringify(says)}`
  const note = `${what} solves ${solved.length} of ${questionCount} in ${split}`
  return solved.map((questionId) => ({ item: 'guessable', questionId, note }))
}

function pairFinding({ questionIds, similarity, isSameGold }: NearPair): AuditFinding {
  const [questionId, other] = questionIds
  const gold = isSameGold ? ', and the same gold' : ''
  return { item: 'near_duplicate', questionId, note: `${other}: ${similarity.toFixed(2)}${gold}` }
}
