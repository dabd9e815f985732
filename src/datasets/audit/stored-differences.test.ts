import { expect, it } from 'vitest'

import { askedQuestion } from '../../../test/asked-questions.ts'
import type { Question } from '../../questions/question.ts'
import { describeFinding } from './audit-items.ts'
import { differencesOf } from './stored-differences.ts'

const question = askedQuestion({ questionId: 'q', goldAnswer: [['a'], ['b']] })
const differences = (stored: Partial<Question>, found: Partial<Question> = {}) =>
  differencesOf({ ...question, ...stored }, { ...question, ...found }).map(describeFinding)

it('finds nothing where all is as stored, rows in another order included', () => {
  expect(differences({})).toEqual([])
  expect(differences({ goldAnswer: [['b'], ['a']] })).toEqual([])
  expect(differences({ difficulty: 'extra' })).toEqual([])
})

it.each<[string, Partial<Question>]>([
  ['answer_differs (other rows)', { goldAnswer: [['a']] }],
  ['answer_differs (other columns)', { goldColumns: ['y'] }],
  ['answer_differs (other order_matters)', { rowOrderMatters: true }],
  ['record_differs (tables_involved)', { tablesInvolved: ['goods'] }],
  ['record_differs (answer_type)', { answerType: 'table' }],
  ['flags_differ (stored weak:row_count, found none)', { flags: ['weak:row_count'] }],
])('finds %s', (complaint, stored) => {
  expect(differences(stored)).toEqual([`q ${complaint}`])
})

it('takes the order of rows for the answer where it matters', () => {
  const ordered = { rowOrderMatters: true }
  expect(differences({ ...ordered, goldAnswer: [['b'], ['a']] }, ordered)).toEqual([
    'q answer_differs (other rows)',
  ])
})

it('leaves the rows of a tie alone: they come as the engine likes', () => {
  const tie = { flags: ['unfit:tie'] } as const
  expect(differences({ ...tie, goldAnswer: [['c']] }, tie)).toEqual([])
})
