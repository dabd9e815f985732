import { describe, expect, it } from 'vitest'

import type { PlayedStep } from '../record/played-step.ts'
import { answerIn, endOf } from './verdict-text.ts'

const reply = { result: '', error: '', reward: 0, reward_terms: {}, query: null }
const query: PlayedStep = { action: { action_type: 'QUERY', argument: 'SELECT 1' }, reply }
const answer = { action_type: 'ANSWER', argument: '3' }

describe('the end of an episode', () => {
  it('is told in the words of the grader', () => {
    const read = {
      action: answer,
      reply: { ...reply, result: 'Correct. It was read as one value: 3' },
    }
    expect(endOf({ outcome: 'solved', steps: [query, read] })).toBe(read.reply.result)
  })

  it('came without an answer when the steps were used up', () => {
    expect(endOf({ outcome: 'out_of_budget', steps: [query] })).toContain('used up')
  })

  it.each([
    ['whose reply was lost', [query, { action: answer, reply: null }]],
    ['that was given elsewhere', [query]],
  ])('is not told by an answer %s, and nothing else is claimed', (_which, steps) => {
    for (const outcome of ['solved', 'wrong', null] as const) {
      expect(endOf({ outcome, steps })).toContain('not known here')
    }
  })
})

it('finds the answer only at the end', () => {
  expect(answerIn([query])).toBeUndefined()
  expect(answerIn([])).toBeUndefined()
  expect(answerIn([query, { action: answer, reply: null }])?.action).toBe(answer)
})
