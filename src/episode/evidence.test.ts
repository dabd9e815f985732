import { describe, expect, it } from 'vitest'

import type { Question } from '../questions/question.ts'
import { createQuestionBank } from '../questions/bank.ts'
import { createSiblingBank } from '../questions/siblings.ts'
import type { QuestionSiblings } from '../questions/siblings.ts'
import type { Row } from '../sql/cell.ts'
import type { QueryOutcome, QueryRunner } from '../sql/query.ts'
import { createEnvironment } from './environment.ts'

const question: Question = {
  questionId: 'shop_001',
  questionText: 'How many red hats are there?',
  databaseId: 'shop',
  goldSql: "SELECT count(*) FROM hat WHERE colour = 'red'",
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
    { sibling: 'g1', rows: [[9n]], rowOrderMatters: false },
    { sibling: 'g2', rows: [[4n]], rowOrderMatters: false },
  ],
  variants: [],
}

/** What each statement gives on each database. */
const RESULTS: Readonly<Record<string, Readonly<Record<string, QueryOutcome>>>> = {
  right: { shop: table([7n]), 'shop/shop/g1': table([9n]), 'shop/shop/g2': table([4n]) },
  lucky: { shop: table([7n]), 'shop/shop/g1': table([9n]), 'shop/shop/g2': table([5n]) },
  literal: {
    shop: table([7n], []),
    'shop/shop/g1': table([7n], []),
    'shop/shop/g2': table([7n], []),
  },
  slow: {
    shop: table([7n]),
    'shop/shop/g1': { kind: 'timed_out', deadlineMs: 5000 },
    'shop/shop/g2': table([4n]),
  },
}

function table(row: Row, tablesRead: readonly string[] = ['hat']): QueryOutcome {
  return {
    kind: 'table',
    table: { columns: ['count(*)'], rows: [row], isTruncated: false },
    tablesRead,
  }
}

const asked: string[] = []

const queries: QueryRunner = {
  async run(databaseId, sql, _limits, _turn, siblingId) {
    asked.push(siblingId === undefined ? databaseId : `${databaseId} and ${siblingId}`)
    const outcome = RESULTS[sql]?.[databaseId]
    if (outcome === undefined) throw new Error(`No ${sql} on ${databaseId}`)
    const there = siblingId === undefined ? undefined : RESULTS[sql]?.[siblingId]
    if (outcome.kind !== 'table' || there?.kind !== 'table') return outcome
    return { ...outcome, siblingTable: there.table }
  },
}

function begin(grading: 'strict' | 'evidence', known: QuestionSiblings = siblings) {
  const bank = createQuestionBank(
    [{ name: 'shop', questions: [question] }],
    createSiblingBank(new Map([['shop_001', known]])),
  )
  const schema = { databaseId: 'shop', tables: [] }
  const environment = createEnvironment({
    bank,
    schemaOf: () => schema,
    queries,
    randomSeed: () => 0,
    limits: {
      argumentBytesMax: 1000,
      resultRowsMax: 20,
      resultBytesMax: 10_000,
      cellCharsMax: 500,
      sampleRows: 5,
      queryTimeoutMs: 5000,
    },
    stepBudget: 15,
  })
  environment.reset({ grading })
  asked.length = 0
  const act = (actionType: string, argument: string) => environment.step({ actionType, argument })
  return {
    query: (sql: string) => act('QUERY', sql),
    answer: (value: string) => act('ANSWER', value),
  }
}

describe('evidence grading', () => {
  it('accepts an answer that a query of the episode finds on every sibling too', async () => {
    const { query, answer } = begin('evidence')
    await query('right')
    expect(await answer('7')).toMatchObject({ reward: 1, metadata: { outcome: 'solved' } })
    expect(asked).toEqual(['shop and shop/shop/g1', 'shop/shop/g1', 'shop/shop/g2'])
  })

  it('V1: refuses an answer that was right by luck on one database', async () => {
    const { query, answer } = begin('evidence')
    await query('lucky')
    const { reward, isDone, metadata, observation } = await answer('7')
    expect({ reward, isDone, outcome: metadata.outcome }).toEqual({
      reward: 0,
      isDone: true,
      outcome: 'wrong',
    })
    expect(observation.result).toContain('none of your queries finds it on other data')
  })

  it('takes any of the queries, whichever came last', async () => {
    const { query, answer } = begin('evidence')
    await query('right')
    await query('lucky')
    expect(await answer('7')).toMatchObject({ reward: 1 })
  })

  it.each([['literal'], ['slow']])('V12: takes no %s query for evidence', async (sql) => {
    const { query, answer } = begin('evidence')
    await query(sql)
    expect(await answer('7')).toMatchObject({ reward: 0 })
  })

  it('asks for evidence of right answers only', async () => {
    const { query, answer } = begin('evidence')
    await query('right')
    asked.length = 0
    expect(await answer('8')).toMatchObject({ reward: 0 })
    expect(asked).toEqual([])
  })

  it('V12: wants a query that finds gold in a table where a question has no siblings', async () => {
    const none = { grading: [], variants: [] }
    const honest = begin('evidence', none)
    await honest.query('lucky')
    expect(await honest.answer('7')).toMatchObject({ reward: 1 })
    const constant = begin('evidence', none)
    await constant.query('literal')
    expect(await constant.answer('7')).toMatchObject({ reward: 0 })
  })
})

describe('progress', () => {
  it('R15: is no more than on the sibling, whatever the rewards here would say', async () => {
    const { query } = begin('strict')
    const lucky = await query('lucky')
    expect(lucky.metadata.rewardTerms.progress).toBe(0.15)
    const literal = await begin('strict').query('literal')
    expect(literal.metadata.rewardTerms.progress).toBeUndefined()
  })
})
