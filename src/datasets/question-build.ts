/** Makes questions of texts with gold SQL: runs gold, and says how good a question it is. */

import type { Flag, Question } from '../questions/question.ts'
import { FLAGS } from '../questions/question.ts'
import { answerTypeOf } from './answer-type.ts'
import type { GoldDatabase } from './gold-database.ts'
import { judgeGold } from './gold-judgement.ts'
import type { GoldJudgement } from './gold-judgement.ts'
import { timeGold } from './gold-times.ts'
import { hardnessOf } from './hardness.ts'
import { findWeaknesses, withCommonAnswer } from './weak-flags.ts'

/** What its author says of a question; the build finds out the rest. */
export type QuestionDraft = Pick<
  Question,
  'questionId' | 'questionText' | 'databaseId' | 'goldSql' | 'split' | 'source' | 'license'
> & {
  /** Only where its author has Spider's levels. */
  readonly difficulty?: Question['difficulty'] | undefined
}

/** What running gold on its database shows; all that is known without the other questions. */
export type GoldFacts = {
  readonly judgement: GoldJudgement
  readonly weak: readonly Flag[]
  /** As `timeGold` gives them; none where gold does not run. */
  readonly runsMs: readonly number[]
}

export type BuiltQuestion = {
  readonly question: Question
  /** Why gold does not run, in SQLite's words or ours. */
  readonly failure: string | undefined
  /** As `GoldFacts` has them. */
  readonly runsMs: readonly number[]
}

/**
 * @param drafts - all questions of this one database: what is guessable depends on the others
 * @param onBuilt - called after each question
 * @throws {Error} when the database is at fault
 */
export function buildQuestions(
  database: GoldDatabase,
  drafts: readonly QuestionDraft[],
  onBuilt: () => void = () => undefined,
): BuiltQuestion[] {
  const known = new Map<string, GoldFacts>()
  const golds = drafts.map(({ goldSql }) => {
    const gold = known.get(goldSql) ?? judgeQuestion(database, goldSql)
    known.set(goldSql, gold)
    onBuilt()
    return gold
  })
  return assembleQuestions(drafts, golds)
}

/**
 * @param drafts - all questions of one database, as above
 * @param golds - what is known of each, in the same order
 */
export function assembleQuestions(
  drafts: readonly QuestionDraft[],
  golds: readonly GoldFacts[],
): BuiltQuestion[] {
  const judged = drafts.flatMap((draft, index) => {
    const gold = golds[index]
    return gold === undefined ? [] : [{ draft, goldSql: draft.goldSql, ...gold }]
  })
  const common = withCommonAnswer(judged.filter(({ judgement }) => judgement.unfit.length === 0))
  return judged.map((gold) => {
    const { draft, judgement, weak, runsMs } = gold
    const flags = [...judgement.unfit, ...weak]
    if (common.has(gold)) flags.push('weak:common_answer')
    return { question: toQuestion(draft, judgement, flags), failure: judgement.failure, runsMs }
  })
}

/** @throws {Error} when the database is at fault */
export function judgeQuestion(database: GoldDatabase, goldSql: string): GoldFacts {
  const judgement = judgeGold(database, goldSql)
  const isFit = judgement.unfit.length === 0
  return {
    judgement,
    weak: isFit ? findWeaknesses(database, { goldSql, judgement }) : [],
    runsMs: judgement.failure === undefined ? timeGold(database, goldSql) : [],
  }
}

function toQuestion(
  draft: QuestionDraft,
  { columns, rows, tablesRead, rowOrderMatters }: GoldJudgement,
  flags: readonly Flag[],
): Question {
  return {
    ...draft,
    goldColumns: columns,
    goldAnswer: rows,
    answerType: answerTypeOf(columns.length, rows),
    difficulty: draft.difficulty ?? hardnessOf(draft.goldSql),
    tablesInvolved: tablesRead,
    rowOrderMatters,
    flags: FLAGS.filter((flag) => flags.includes(flag)),
  }
}
