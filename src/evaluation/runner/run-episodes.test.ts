import { describe, expect, it } from 'vitest'

import { SqlEnvError } from '../../client/sqlenv-error.ts'
import type { WireReply } from '../../protocol/reply.ts'
import { always } from '../policies/degenerate.ts'
import type { NamedPolicy } from '../policies/policy-set.ts'
import { answer } from '../policies/policy.ts'
import { scoresOf } from '../report/scores.ts'
import type { PlaySession } from './play-episode.ts'
import { runEpisodes } from './run-episodes.ts'

const reply = (done: boolean, question_id: string): WireReply => ({
  observation: {
    question: '',
    schema_info: '',
    result: '',
    error: '',
    step_count: 0,
    budget_remaining: 15,
    action_history: [],
  },
  reward: done ? 1 : null,
  done,
  metadata: {
    question_id,
    db_id: 'pets',
    split: 'test',
    difficulty: 'easy',
    outcome: done ? 'solved' : null,
    reward_terms: {},
    query: null,
  },
})

/** Solves all; a step fails where `faulty` says so of the index, when it is tried for the n-th time. */
function sessionWith(faulty: (index: number, attempt: number) => boolean): PlaySession {
  let index = 0
  let attempt = 0
  return {
    async reset(data) {
      index = data.index ?? 0
      attempt = 0
      return reply(false, `q${index}`)
    },
    async step() {
      attempt += 1
      if (faulty(index, attempt)) throw new SqlEnvError('EXECUTION_ERROR', 'A fault of ours')
      return reply(true, `q${index}`)
    },
    close: async () => {},
  }
}

const zero: NamedPolicy = { name: 'always_0', forEpisode: () => always('0') }

const PARALLEL = 4

function run(
  faulty: (index: number, attempt: number) => boolean,
  policy = zero,
  signal?: AbortSignal,
) {
  return runEpisodes({
    policy,
    places: Array.from({ length: 50 }, (_, index) => ({ split: 'test', index })),
    seed: 1,
    parallel: PARALLEL,
    resetData: {},
    openSession: () => sessionWith(faulty),
    signal: signal ?? new AbortController().signal,
  })
}

it('gives episodes in the order of drawing, however many are played at a time', async () => {
  const ids = (await run(() => false)).map(({ question }) => question?.question_id)
  expect(ids).toEqual(Array.from({ length: 50 }, (_, index) => `q${index}`))
})

it('records an episode that a fault of the server ended, and never scores it', async () => {
  const episodes = await run((index) => index % 10 === 3)
  expect(episodes[3]?.fault).toEqual({ code: 'EXECUTION_ERROR', message: 'A fault of ours' })
  const scores = scoresOf(episodes)
  expect(scores).toMatchObject({ nEpisodes: 50, nCompleted: 45, nSolved: 45, successRate: 1 })
})

it('N7: sends a step again that met a fault of the server', async () => {
  const episodes = await run((index, attempt) => index % 10 === 3 && attempt <= 2)
  expect(episodes.every(({ fault, outcome }) => fault === null && outcome === 'solved')).toBe(true)
})

it('records an episode whose policy threw, and plays the others', async () => {
  const policy: NamedPolicy = {
    name: 'always_0',
    forEpisode: ({ question_id: id }) => {
      if (id === 'q7') throw new RangeError('No idea')
      return always('0')
    },
  }
  const episodes = await run(() => false, policy)
  expect(episodes.filter(({ fault }) => fault !== null)).toMatchObject([
    { place: 7, fault: { code: 'POLICY_FAILED', message: 'No idea' } },
  ])
})

it('gives up after twenty faults in a row beyond those of the episodes under way', async () => {
  const { length } = await run(() => true)
  expect(length).toBeGreaterThanOrEqual(20 + PARALLEL)
  expect(length).toBeLessThan(20 + 2 * PARALLEL)
})

it('ends with what there is when it is broken off', async () => {
  const interruption = new AbortController()
  const policy: NamedPolicy = {
    name: 'always_0',
    forEpisode: ({ question_id: id }) => {
      if (id === 'q20') interruption.abort()
      return always('0')
    },
  }
  const episodes = await run(() => false, policy, interruption.signal)
  expect(episodes.length).toBeGreaterThan(10)
  expect(episodes.length).toBeLessThan(25)
  expect(episodes.every(({ fault }) => fault === null)).toBe(true)
})

describe('the chance of a policy', () => {
  /** What it draws of each question, in the order of drawing. */
  async function drawnAt(...indexes: number[]): Promise<string[]> {
    const drawn: string[] = []
    const policy: NamedPolicy = {
      name: 'random',
      forEpisode:
        ({ question_id: id }) =>
        (_, chance) => {
          drawn.push(`${id} ${chance(1, 1_000_000)}`)
          return answer('0')
        },
    }
    await runEpisodes({
      policy,
      places: indexes.map((index) => ({ split: 'test', index })),
      seed: 1,
      parallel: 1,
      resetData: {},
      openSession: () => sessionWith(() => false),
      signal: new AbortController().signal,
    })
    return drawn
  }

  it('is the question’s, whatever else is drawn', async () => {
    const [, , third] = await drawnAt(4, 8, 6)
    expect(await drawnAt(6)).toEqual([third])
  })

  it('is another one where the question is drawn again', async () => {
    expect(new Set(await drawnAt(6, 6, 6)).size).toBe(3)
  })
})
