import { describe, expect, it } from 'vitest'

import type { Question } from '../questions/question.ts'
import type { QuestionSiblings } from '../questions/siblings.ts'
import { playOf } from './play.ts'

const question: Question = {
  questionId: 'shop_001',
  questionText: 'How many hats are there?',
  databaseId: 'shop',
  goldSql: 'SELECT count(*) FROM hat',
  goldColumns: ['count(*)'],
  goldAnswer: [[7n]],
  answerType: 'integer',
  difficulty: 'easy',
  tablesInvolved: ['hat'],
  split: 'train',
  rowOrderMatters: false,
  flags: [],
  source: '',
  license: 'MIT',
}

const siblings: QuestionSiblings = {
  grading: [
    { sibling: 'g2', rows: [[7n]], rowOrderMatters: false },
    { sibling: 'g4', rows: [[9n]], rowOrderMatters: false },
  ],
  variants: [{ variant: 2, rows: [[9n]], rowOrderMatters: false }],
}

describe('the database as shipped', () => {
  it('has gold as the question has it', () => {
    const { databaseId, gold } = playOf('shops', question, siblings, 0)
    expect([databaseId, gold.rows]).toEqual(['shop', [[7n]]])
  })

  it('measures progress on the first sibling where gold is another', () => {
    expect(playOf('shops', question, siblings).progressSibling).toMatchObject({
      databaseId: 'shop/shops/g4',
      gold: { rows: [[9n]] },
    })
  })

  it('measures progress alone where gold is the same everywhere, or nothing is known', () => {
    const [same] = siblings.grading
    const alike = { grading: same === undefined ? [] : [same], variants: [] }
    expect(playOf('shops', question, alike).progressSibling).toBeNull()
    expect(playOf('shops', question)).toMatchObject({ siblings: [], progressSibling: null })
  })
})

it('plays a variant with its own gold, against the siblings that differ from it', () => {
  expect(playOf('shops', question, siblings, 2)).toMatchObject({
    databaseId: 'shop/shops/v2',
    gold: { rows: [[9n]] },
    progressSibling: { databaseId: 'shop/shops/g2' },
  })
})

it('has no variant but those that were made', () => {
  expect(() => playOf('shops', question, siblings, 1)).toThrow(RangeError)
})
