/** `list_tools` and `call_tool` as steps: how OpenEnv's tool clients play a socket's episode. */

import { describe, expect, it } from 'vitest'

import { TOOL_KEYS, envelopeOf, firstTableOf, resetOn, stateOn, stepFrame } from './episode.ts'
import type { Envelope } from './episode.ts'
import type { Suite } from './suite.ts'
import { TOOLS, callToolStep, expectToolResult, listToolsStep } from './tools.ts'

/** The client knows these and raises on any other. */
const ERROR_TYPES = [
  'execution_error',
  'invalid_args',
  'transport_error',
  'tool_not_found',
  'timeout',
]

export function describeToolSteps({ wire }: Suite): void {
  describe('tool steps', () => {
    it('list the tools, before a reset too, and count nothing', async () => {
      const talk = await wire.openSocket('/ws')
      const { observation, done } = envelopeOf(await talk.ask(listToolsStep()))
      expect(done).toBe(false)
      expect(observation).not.toHaveProperty('tool_name')
      expect(observation['tools']).toEqual(
        TOOLS.map(([name, parameter]) => ({
          name,
          description: expect.stringMatching(/./),
          input_schema: expect.objectContaining({ type: 'object', required: [parameter] }),
        })),
      )
      expect(await stateOn(talk)).toMatchObject({ step_count: 0 })
    })

    it('call a tool as a step of the episode: paid, counted, told in the history', async () => {
      const talk = await wire.openSocket('/ws')
      const table = firstTableOf(await resetOn(talk))
      const reply = envelopeOf(await talk.ask(callToolStep('describe', { table_name: table })))
      expectToolObservation(reply, 'describe')
      expect(reply.observation['error']).toBeNull()
      expect(reply).toMatchObject({ done: false, metadata: { outcome: null } })
      expect(reply.reward).toBeTypeOf('number')
      expect(await stateOn(talk)).toMatchObject({ step_count: 1 })
      const next = envelopeOf(await talk.ask(stepFrame('SAMPLE', table)))
      expect(next.observation['action_history']).toEqual([`DESCRIBE ${table}`, `SAMPLE ${table}`])
    })

    it('R14: pay the same rewards as the actions that they stand for', async () => {
      const [byTools, byActions] = [await wire.openSocket('/ws'), await wire.openSocket('/ws')]
      const table = firstTableOf(await resetOn(byTools))
      await resetOn(byActions)
      for (const [tool, parameter, word, argument] of [
        ['describe', 'table_name', 'DESCRIBE', table],
        ['sample', 'table_name', 'SAMPLE', table],
        ['query', 'sql', 'QUERY', `SELECT * FROM "${table}" LIMIT 3`],
        ['query', 'sql', 'QUERY', 'SELECT'],
        ['answer', 'value', 'ANSWER', 'no such answer'],
      ] as const) {
        const tools = envelopeOf(await byTools.ask(callToolStep(tool, { [parameter]: argument })))
        const actions = envelopeOf(await byActions.ask(stepFrame(word, argument)))
        const { reward, done, metadata } = actions
        expect(tools).toMatchObject({ reward, done, metadata })
      }
      expect(await stateOn(byTools)).toEqual(await stateOn(byActions))
    })

    it.each(['nope', 'reset', 'step', 'state', 'close', '', '__proto__'])(
      'S12: find no tool that is not there: %j',
      async (name) => {
        const talk = await wire.openSocket('/ws')
        await resetOn(talk)
        const reply = envelopeOf(await talk.ask(callToolStep(name, {})))
        expectToolObservation(reply, name)
        expect(reply.observation).toMatchObject({
          result: null,
          error: { error_type: 'tool_not_found', message: expect.any(String) },
        })
        expect(await stateOn(talk)).toMatchObject({ done: false })
      },
    )

    it.each([undefined, {}, { sql: null }])(
      'are told which argument is missing: %j',
      async (args) => {
        const talk = await wire.openSocket('/ws')
        await resetOn(talk)
        const reply = envelopeOf(await talk.ask(callToolStep('query', args)))
        expectToolObservation(reply, 'query')
        expect(reply.observation).toMatchObject({ error: { error_type: 'invalid_args' } })
      },
    )

    it('show a failed query as a result that an agent reads, not as a failure of the tool', async () => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      const reply = envelopeOf(await talk.ask(callToolStep('query', { sql: 'SELECT nope' })))
      expectToolObservation(reply, 'query')
      expect(reply.observation).toMatchObject({ error: null, result: { is_error: true } })
    })

    it.each([
      callToolStep('query', []),
      callToolStep('query', 'SELECT 1'),
      callToolStep(5, {}),
      callToolStep(undefined, {}),
      callToolStep('query', { sql: 'SELECT 1' }, { extra: 1 }),
      listToolsStep({ extra: 1 }),
      { type: 'step', data: { type: 'nope' } },
    ])('are a VALIDATION_ERROR when malformed, and nothing is counted: %j', async (frame) => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      expect(await talk.ask(frame)).toMatchObject({
        type: 'error',
        data: { code: 'VALIDATION_ERROR', errors: expect.any(Array) },
      })
      expect(await stateOn(talk)).toMatchObject({ step_count: 0 })
    })

    it('take metadata beside the call', async () => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      const call = callToolStep('query', { sql: 'SELECT 1' }, { metadata: { tokens: 3 } })
      expectToolObservation(envelopeOf(await talk.ask(call)), 'query')
      envelopeOf(await talk.ask(listToolsStep({ metadata: {} })))
    })

    it('say that a reset comes first', async () => {
      const talk = await wire.openSocket('/ws')
      const reply = envelopeOf(await talk.ask(callToolStep('query', { sql: 'SELECT 1' })))
      expectToolObservation(reply, 'query')
      expect(JSON.stringify(reply.observation)).toContain('reset')
      expect(await stateOn(talk)).toMatchObject({ step_count: 0 })
    })

    it('are told apart from ordinary observations by their keys', async () => {
      const talk = await wire.openSocket('/ws')
      const ordinary = [
        await resetOn(talk),
        envelopeOf(await talk.ask(stepFrame('QUERY', 'SELECT 1'))),
        envelopeOf(await talk.ask(stepFrame('NOPE', ''))),
        envelopeOf(await talk.ask(stepFrame('ANSWER', ''))),
        envelopeOf(await talk.ask(stepFrame('QUERY', 'SELECT 1'))),
      ]
      for (const { observation } of ordinary) {
        for (const key of TOOL_KEYS) expect(observation).not.toHaveProperty(key)
      }
    })
  })
}

function expectToolObservation({ observation }: Envelope, toolName: string): void {
  expect(observation).not.toHaveProperty('tools')
  expect(observation).toMatchObject({ tool_name: toolName })
  const { result, error } = observation as { result: unknown; error: unknown }
  if (error === null) return expectToolResult(result)
  const { error_type, message, ...more } = error as Record<string, unknown>
  expect(ERROR_TYPES).toContain(error_type)
  expect(message).toBeTypeOf('string')
  expect(more).toEqual({})
}
