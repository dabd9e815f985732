/** Questions for tests that need some, and care for a few fields of each. */

import type { Question } from '../src/questions/question.ts'

/** A fit question of one value; what is not given is made up. */
export function askedQuestion(more: Partial<Question> & { readonly questionId: string }): Question {
  return {
    questionText: `What is ${more.questionId}?`,
    databaseId: 'shop',
    goldSql: `SELECT '${more.questionId}'`,
    goldColumns: ['x'],
    goldAnswer: [[more.questionId]],
    answerType: 'string',
    difficulty: 'easy',
    tablesInvolved: [],
    split: 'train',
    rowOrderMatters: false,
    flags: [],
    source: 'by hand',
    license: 'MIT',
    ...more,
  }
}
