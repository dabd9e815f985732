import { describe, expect, it } from 'vitest'

import type { WireReply, WireState } from '../../protocol/reply.ts'
import { beginEpisode, parseSavedEpisode, reunite, withReply } from './saved-episode.ts'
import type { SavedEpisode } from './saved-episode.ts'

const QUERY = { action_type: 'QUERY', argument: 'SELECT 1' } as const

function reply(stepCount: number, rest: Partial<WireReply> = {}): WireReply {
  return {
    observation: {
      question: 'How many?',
      schema_info: 'Tables: t',
      result: 'n\n1. 1',
      error: '',
      step_count: stepCount,
      budget_remaining: 15 - stepCount,
      action_history: [],
    },
    reward: stepCount === 0 ? null : 0.01,
    done: false,
    metadata: {
      question_id: 'q1',
      db_id: 'd',
      split: 'train',
      difficulty: 'easy',
      outcome: null,
      reward_terms: stepCount === 0 ? {} : { execution: 0.02, novelty: 0.01, step_cost: -0.02 },
      query: null,
    },
    ...rest,
  }
}

function state(stepCount: number, rest: Partial<WireState> = {}): WireState {
  return {
    episode_id: null,
    step_count: stepCount,
    question_id: 'q1',
    db_id: 'd',
    split: 'train',
    budget_remaining: 15 - stepCount,
    done: false,
    ...rest,
  }
}

const begun = beginEpisode('s1', { seed: 7 }, reply(0))
const played = withReply(begun, QUERY, reply(1))
const waiting: SavedEpisode = { ...played, pending: QUERY }

describe('an episode that is kept', () => {
  it('grows by each reply', () => {
    expect(played).toMatchObject({ stepCount: 1, stepsLeft: 14, isDone: false, pending: null })
    expect(played.steps).toEqual([
      {
        action: QUERY,
        reply: {
          result: 'n\n1. 1',
          error: '',
          reward: 0.01,
          reward_terms: { execution: 0.02, novelty: 0.01, step_cost: -0.02 },
          query: null,
        },
      },
    ])
  })

  it('comes back from its text as it was', () => {
    expect(parseSavedEpisode(JSON.stringify(waiting))).toEqual(waiting)
  })

  it.each([null, '', '{', '[]', '{"sessionId":"s"}', JSON.stringify({ ...begun, steps: [1] })])(
    'is not there in %j',
    (text) => {
      expect(parseSavedEpisode(text)).toBeUndefined()
    },
  )
})

describe('after the connection was lost', () => {
  it('goes on where it was', () => {
    expect(reunite(played, state(1))).toEqual({ episode: played, lastStep: 'none' })
  })

  it('says that a step did not reach the server', () => {
    expect(reunite(waiting, state(1))).toEqual({ episode: played, lastStep: 'not_taken' })
  })

  it('keeps a step whose reply was lost, without knowing what it earned', () => {
    const reunion = reunite(waiting, state(2))
    expect(reunion).toMatchObject({ lastStep: 'reply_lost', episode: { stepCount: 2 } })
    expect(reunion?.episode.steps.at(-1)).toEqual({ action: QUERY, reply: null })
  })

  it('is over when that step was the last', () => {
    const reunion = reunite(waiting, state(2, { done: true }))
    expect(reunion?.episode).toMatchObject({ isDone: true, outcome: null })
  })

  it.each([
    ['another question', state(1, { question_id: 'q2' })],
    ['fewer steps', state(0)],
    ['no episode', state(0, { question_id: null })],
  ])('is another one when the session has %s', (_reason, found) => {
    expect(reunite(played, found)).toBeUndefined()
  })
})
