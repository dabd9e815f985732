import { expect, it } from 'vitest'

import { TOOL_NAMES, WIRE_TOOLS, readToolCall, toToolText } from './tools.ts'

it('S12: lists four tools with one text each, and none that OpenEnv reserves', () => {
  expect(TOOL_NAMES).toEqual(['describe', 'sample', 'query', 'answer'])
  for (const reserved of ['reset', 'step', 'state', 'close']) {
    expect(TOOL_NAMES).not.toContain(reserved)
  }
  expect(WIRE_TOOLS.map(({ inputSchema }) => inputSchema.required)).toEqual([
    ['table_name'],
    ['table_name'],
    ['sql'],
    ['value'],
  ])
})

it('takes a call as the action it means', () => {
  expect(readToolCall('query', { sql: 'SELECT 1' })).toEqual({
    kind: 'action',
    action: { actionType: 'QUERY', argument: 'SELECT 1' },
  })
})

it('ignores arguments that the tool does not have, null ones too', () => {
  const args = { table_name: 'singer', sql: null, value: 3, __proto__: {} }
  expect(readToolCall('describe', args)).toMatchObject({
    kind: 'action',
    action: { argument: 'singer' },
  })
})

it.each([
  [42, '42'],
  [3.5, '3.5'],
  [true, 'true'],
  [['a', 1], '["a",1]'],
  [{ a: 1 }, '{"a":1}'],
])('takes the value %j as its JSON text', (value, argument) => {
  expect(readToolCall('answer', { value })).toMatchObject({ action: { argument } })
})

it.each([[{}], [{ value: null }], [{ answer: '42' }]])(
  'makes no answer of a call that lacks its value: %j',
  (args) => {
    const call = readToolCall('answer', args)
    expect(call.kind).toBe('invalid_args')
    expect(call.action.slip).toContain('answer needs the argument value')
  },
)

it.each(['reset', 'step', 'state', 'close', 'DESCRIBE', 'toString', '__proto__', ''])(
  'knows no tool %j',
  (name) => {
    expect(readToolCall(name, {})).toMatchObject({ kind: 'unknown_tool' })
  },
)

it('tells the question with every result, and what is left', () => {
  const observation = {
    question: 'How many?',
    schema_info: 'Tables: t',
    result: 'n\n1. 3',
    error: '',
    step_count: 1,
    budget_remaining: 14,
    action_history: [],
  }
  expect(toToolText(observation, false)).toBe('n\n1. 3\n\nQuestion: How many?\nSteps left: 14')
  expect(toToolText({ ...observation, result: '', error: 'No.' }, true)).toBe(
    'Error: No.\n\nQuestion: How many?\nThe episode is over.',
  )
})
