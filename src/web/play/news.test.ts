import { describe, expect, it } from 'vitest'

import type { WireReply } from '../../protocol/reply.ts'
import { stepNews } from './news.ts'

function reply(
  result: string,
  query: WireReply['metadata']['query'] = null,
  rest: Partial<WireReply> = {},
): WireReply {
  return {
    observation: {
      question: 'How many?',
      schema_info: 'Tables: t',
      result,
      error: '',
      step_count: 1,
      budget_remaining: 14,
      action_history: [],
    },
    reward: 0.01,
    done: false,
    metadata: {
      question_id: 'q1',
      db_id: 'd',
      split: 'train',
      difficulty: 'easy',
      outcome: null,
      reward_terms: {},
      query,
    },
    ...rest,
  }
}

describe('a step in a sentence', () => {
  it('says the one row of a query', () => {
    const query = { rows: 1, truncated: false, code: 'ok' } as const
    expect(
      stepNews(reply('n | m\n1. 91 | x', query), { action_type: 'QUERY', argument: '' }).text,
    ).toBe('QUERY: 1 row: 91, x. Reward +0.01. 14 steps left.')
  })

  it('says that one step is left', () => {
    const observation = { ...reply('Table t').observation, budget_remaining: 1 }
    const last = reply('Table t', null, { observation })
    expect(stepNews(last, { action_type: 'DESCRIBE', argument: 't' }).text).toContain('1 step left')
  })

  it('counts the rows where there are more', () => {
    const query = { rows: 1000, truncated: true, code: 'ok' } as const
    const shown = reply('n\n1. 1\n2. 2\n(2 of more than 1000 rows)', query)
    expect(stepNews(shown, { action_type: 'QUERY', argument: '' }).text).toBe(
      'QUERY: 1,000 rows, not all shown. Reward +0.01. 14 steps left.',
    )
  })

  it('says the error of one that failed', () => {
    const failed = reply('', null, { reward: -0.02 })
    const observation = { ...failed.observation, error: 'SQL error: no such table: x' }
    const news = stepNews({ ...failed, observation }, { action_type: 'QUERY', argument: '' })
    expect(news.text).toBe('QUERY: SQL error: no such table: x Reward −0.02. 14 steps left.')
  })

  it('says how the episode ended', () => {
    const last = reply('Wrong. Your answer was read as one value: 4', null, {
      reward: 0,
      done: true,
    })
    const news = stepNews(
      { ...last, metadata: { ...last.metadata, outcome: 'wrong' } },
      { action_type: 'ANSWER', argument: '4' },
    )
    expect(news.text).toContain(
      'read as one value: 4 Reward 0.00. Wrong answer: the episode is over.',
    )
  })

  it('says the question of a new episode', () => {
    expect(stepNews(reply(''), undefined)).toEqual({
      text: 'A new episode. How many? 14 steps left.',
      tone: 'quiet',
    })
  })
})
