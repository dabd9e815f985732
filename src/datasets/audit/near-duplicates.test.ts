import { expect, it } from 'vitest'

import { askedQuestion } from '../../../test/asked-questions.ts'
import type { Question } from '../../questions/question.ts'
import { findNearDuplicates } from './near-duplicates.ts'

const trained = (questionText: string, goldSql = 'SELECT 1') =>
  askedQuestion({ questionId: 'trained', questionText, goldSql })
const held = (questionText: string, goldSql = 'SELECT 2') =>
  askedQuestion({ questionId: 'held', questionText, goldSql, split: 'test' })
const pairs = (...questions: Question[]) => findNearDuplicates(questions)

it.each([
  ['the same words', 'Who sells the most tea?', 'who sells the MOST tea', 1],
  ['another noun', 'What is the total number of goods?', 'What is the total number of cats?', 0.6],
])('finds %s in two splits, the one held out first', (_what, one, other, similarity) => {
  expect(pairs(trained(one), held(other))).toEqual([
    { questionIds: ['held', 'trained'], similarity, isSameGold: false },
  ])
})

it.each([
  [
    'the same sentence about something else',
    'How many of the cats are ill?',
    'How many goods are sold?',
  ],
  [
    'the same words in another order',
    'Is tea above coffee in price?',
    'In coffee price is above tea?',
  ],
  ['texts without words', '?', '!!'],
])('passes over %s', (_what, one, other) => {
  expect(pairs(trained(one), held(other)).filter(({ similarity }) => similarity < 1)).toEqual([])
})

it('finds one gold under other names, whatever the texts say', () => {
  const one = trained('Who is it?', 'SELECT a.name FROM people AS a')
  const other = held('Give all names.', 'select T1.name from people T1')
  expect(pairs(one, other)).toMatchObject([{ questionIds: ['held', 'trained'], isSameGold: true }])
})

it('compares questions of different splits only', () => {
  const text = 'Who sells the most tea?'
  expect(pairs(trained(text), askedQuestion({ questionId: 'again', questionText: text }))).toEqual(
    [],
  )
})
