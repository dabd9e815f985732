import { expect, it } from 'vitest'

import type { WireAction } from '../../../protocol/action.ts'
import type { WireObservation } from '../../../protocol/reply.ts'
import { createChance } from '../../../schema-names/seeded-chance.ts'
import type { SeenStep } from '../policy.ts'
import type { Message } from './conversation.ts'
import { createModelPlayer } from './model-player.ts'
import type { ModelReply } from './model-reply.ts'

const observation: WireObservation = {
  question: 'How many pets are there?',
  schema_info: 'Tables: owners, pets',
  result: 'count(*)\n1. 2',
  error: '',
  step_count: 0,
  budget_remaining: 15,
  action_history: [],
}

const call = (name: string, args: string, id = name) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
})
const DESCRIBE = call('describe', '{"table_name":"pets"}')
const QUERY = call('query', '{"sql":"SELECT count(*) FROM pets"}')
const ANSWER = call('answer', '{"value":"2"}')

const says = (...calls: readonly unknown[]): ModelReply => ({ text: '', calls, tokens: null })
const writes = (text: string): ModelReply => ({ text, calls: [], tokens: null })

/** @returns what was done, and the conversation as the last request had it */
async function play(replies: readonly ModelReply[], stepCount: number, error = '') {
  const left = [...replies]
  let asked: readonly Message[] = []
  const next = createModelPlayer(async (messages) => {
    asked = [...messages]
    const reply = left.shift()
    if (reply === undefined) throw new RangeError('Nothing is left to say')
    return reply
  })
  const steps: SeenStep[] = []
  for (let index = 0; index < stepCount; index += 1) {
    const action = await next({ start: observation, steps }, createChance(''))
    steps.push({ action, observation: { ...observation, error, budget_remaining: 14 - index } })
  }
  return { actions: steps.map((step) => step.action), asked, unsaid: left.length }
}

const words = ({ action_type: word, argument }: WireAction) => `${word} ${argument}`

it('tells the task, the question and the tables, and then what came of each call', async () => {
  const { actions, asked } = await play([says(DESCRIBE), says(QUERY), says(ANSWER)], 3)
  expect(actions.map(words)).toEqual([
    'DESCRIBE pets',
    'QUERY SELECT count(*) FROM pets',
    'ANSWER 2',
  ])
  expect(asked.map(({ role }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'tool',
    'assistant',
    'tool',
  ])
  expect(asked[1]?.content).toMatch(/^Question: How many.*\nTables: owners, pets\nSteps left: 15/)
  expect(asked[5]).toEqual({
    role: 'tool',
    tool_call_id: 'query',
    content: 'count(*)\n1. 2\n\nQuestion: How many pets are there?\nSteps left: 13',
  })
})

it('plays the calls of one reply one after another, a step each', async () => {
  const { actions, asked } = await play([says(DESCRIBE, QUERY), says(ANSWER)], 3)
  expect(actions.map(words)).toEqual([
    'DESCRIBE pets',
    'QUERY SELECT count(*) FROM pets',
    'ANSWER 2',
  ])
  expect(asked.slice(2)).toMatchObject([
    { role: 'assistant', tool_calls: [{ id: 'describe' }, { id: 'query' }] },
    { role: 'tool', tool_call_id: 'describe' },
    { role: 'tool', tool_call_id: 'query' },
  ])
})

it('answers every call under an id of its own, also where none or the same is given', async () => {
  const twice = [call('describe', '{"table_name":"pets"}', 'same'), { ...QUERY, id: 'same' }]
  const { asked } = await play([says(...twice, { ...QUERY, id: null }), says(ANSWER)], 4)
  const ids = asked.flatMap((one) => (one.role === 'tool' ? one.tool_call_id : []))
  expect(new Set(ids).size).toBe(3)
  expect(asked[2]).toMatchObject({ tool_calls: ids.map((id) => ({ id })) })
})

it('tells a model what was wrong with its call, in place of what the environment says', async () => {
  const { actions, asked } = await play([says(call('answer', '{')), says(ANSWER)], 2, 'Unknown')
  expect(actions.map(({ action_type: word }) => word)).toEqual(['MALFORMED', 'ANSWER'])
  expect(asked.at(-1)?.content).toMatch(/^Error: The arguments of answer are no JSON object\./)
})

it('reminds of the tools after a text, which costs no step', async () => {
  const { actions, asked } = await play([writes('There are 2.'), says(ANSWER)], 1)
  expect(actions.map(words)).toEqual(['ANSWER 2'])
  expect(asked.slice(2)).toEqual([
    { role: 'assistant', content: 'There are 2.' },
    { role: 'user', content: expect.stringContaining('That was no tool call.') as string },
  ])
})

it('takes a step for every further text in a row, and the fourth for a blank answer', async () => {
  const { actions, unsaid } = await play(['a', 'b', 'c', ''].map(writes), 3)
  expect(actions.map(words)).toEqual(['MALFORMED b', 'MALFORMED c', 'ANSWER '])
  expect(unsaid).toBe(0)
})

it('counts texts anew after a call', async () => {
  const replies = [writes('a'), writes('b'), says(DESCRIBE), writes('c'), says(ANSWER)]
  const { actions } = await play(replies, 3)
  expect(actions.map(words)).toEqual(['MALFORMED b', 'DESCRIBE pets', 'ANSWER 2'])
})
