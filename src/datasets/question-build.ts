/** Makes questions of texts with gold SQL: runs gold, and says how good a question it is. */

import type { Flag, Question } from '../questions/question.ts'
import { FLAGS } from '../questions/question.ts'
import { answerTypeOf } from './answer-type.ts'
import type { GoldDatabase } from './gold-database.ts'
import { judgeGold } from './gold-judgement.ts'
import type { GoldJudgement } from './gold-judgement.ts'
import { hardnessOf } from './hardness.ts'
import { findWeaknesses, withCommonAnswer } from './weak-flags.ts'

/** What its author says of a question; the build finds out the rest. */
export type QuestionDraft = Pick<
  Question,
  'questionId' | 'questionText' | 'databaseId' | 'goldSql' | 'split' | 'source' | 'license'
>

export type BuiltQuestion = {
  readonly question: Question
  /** Why gold does not run, in SQLite's words or ours. */
  readonly failure: string | undefined
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
  const known = new Map<string, { judgement: GoldJudgement; weak: readonly Flag[] }>()
  const judged = drafts.map((draft) => {
    const { goldSql } = draft
    const facts = known.get(goldSql) ?? judge(database, goldSql)
    known.set(goldSql, facts)
    onBuilt()
    return { draft, goldSql, ...facts }
  })
  const common = withCommonAnswer(judged.filter(({ judgement }) => judgement.unfit.length === 0))
  return judged.map((gold) => {
    const { draft, judgement, weak } = gold
    const flags = [...judgement.unfit, ...weak]
    if (common.has(gold)) flags.push('weak:common_answer')
    return { question: toQuestion(draft, judgement, flags), failure: judgement.failure }
  })
}

function judge(
  database: GoldDatabase,
  goldSql: string,
): { judgement: GoldJudgement; weak: readonly Flag[] } {
  const judgement = judgeGold(database, goldSql)
  const isFit = judgement.unfit.length === 0
  return { judgement, weak: isFit ? findWeaknesses(database, { goldSql, judgement }) : [] }
}

function toQuestion(
  draft: QuestionDraft,
  { columns, rows, tablesRead, orderMatters }: GoldJudgement,
  flags: readonly Flag[],
): Question {
  return {
    ...draft,
    goldColumns: columns,
    goldAnswer: rows,
    answerType: answerTypeOf(columns.length, rows),
    difficulty: hardnessOf(draft.goldSql),
    tablesInvolved: tablesRead,
    orderMatters,
    flags: FLAGS.filter((flag) => flags.includes(flag)),
  }
}
