import { describe, expect, it } from 'vitest'

import { readModelCall } from './model-call.ts'

const called = (name: unknown, args: unknown) => ({
  id: 'a1',
  type: 'function',
  function: { name, arguments: args },
})

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000)

const read = (raw: unknown) => readModelCall(raw, 'new')

describe('a call that can be read', () => {
  it.each([
    ['describe', '{"table_name":"pets"}', 'DESCRIBE', 'pets'],
    ['sample', '{"table_name":"pets","limit":5}', 'SAMPLE', 'pets'],
    ['query', '{"sql":"SELECT 1"}', 'QUERY', 'SELECT 1'],
    ['query', { sql: 'SELECT 1' }, 'QUERY', 'SELECT 1'],
    ['answer', '{"value":42}', 'ANSWER', '42'],
    ['answer', '{"value":["Ann","Bo"]}', 'ANSWER', '["Ann","Bo"]'],
    ['answer', '{"value":""}', 'ANSWER', ''],
  ])('%s %j is the action that it asks for', (name, args, action_type, argument) => {
    expect(read(called(name, args))).toMatchObject({
      id: 'a1',
      action: { action_type, argument },
      slip: null,
    })
  })

  it('goes back with keys that the endpoint has put there itself', () => {
    const raw = { ...called('describe', '{"table_name":"pets"}'), signature: 's' }
    expect(read(raw).echo).toEqual(raw)
  })

  it('goes back without arguments that are very long', () => {
    const args = JSON.stringify({ sql: 'x'.repeat(70_000) })
    const { echo, action } = read(called('query', args))
    expect(echo.function.arguments).toBe('{}')
    expect(action.argument).toHaveLength(70_000)
  })
})

describe('a call that cannot be read is a malformed action, which never ends the episode', () => {
  it.each([
    ['cut JSON', called('answer', '{"value": 4'), 'The arguments of answer are no JSON object.'],
    ['a list', called('answer', '[1]'), 'The arguments of answer are no JSON object.'],
    ['a bare text', called('query', 'SELECT 1'), 'The arguments of query are no JSON object.'],
    ['null', called('answer', null), 'answer needs the argument value, a text. It came without'],
    ['a null inside', called('answer', '{"value":null}'), 'It came with value.'],
    [
      'other keys',
      called('query', '{"query":"SELECT 1"}'),
      'query needs the argument sql, a text.',
    ],
    ['an unknown tool', called('ANSWER', '{"value":"1"}'), 'Unknown tool ANSWER. The tools are'],
    ['a prototype', called('__proto__', '{}'), 'Unknown tool __proto__.'],
    ['no text as name', called(7, '{}'), 'The tool call has no name.'],
    ['no function', { id: 'a1' }, 'The tool call has no name.'],
    ['nothing', null, 'The tool call has no name.'],
    ['a deep argument', called('answer', `{"value":${DEEP}}`), 'nested too deeply'],
    ['depth alone', JSON.parse(DEEP), 'nested too deeply'],
  ])('%s', (_, raw, slip) => {
    const call = read(raw)
    expect(call.action.action_type).toBe('MALFORMED')
    expect(call.slip).toContain(slip)
  })

  it('goes back with a name and arguments that endpoints let through', () => {
    const name = `functions.query ${'x'.repeat(100)}`
    expect(read(called(name, '{"sql')).echo.function).toEqual({
      name: `functions_query_${'x'.repeat(48)}`,
      arguments: '{}',
    })
    expect(read({ id: '' }).echo).toMatchObject({ id: 'new', function: { name: 'unknown' } })
  })

  it('is kept in the episode as its first 200 characters', () => {
    expect(read(called('x'.repeat(5000), '{}')).action.argument).toHaveLength(200)
  })
})
