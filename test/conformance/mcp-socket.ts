/** JSON-RPC over sockets: `/mcp` with a session of its own, and `mcp` frames beside an episode. */

import { describe, expect, it } from 'vitest'

import { SEED, firstTableOf, resetOn, stateOn, stepFrame } from './episode.ts'
import {
  INVALID_PARAMS,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  PARSE_ERROR,
  SERVER_ERROR,
  asReply,
  callTool,
  codeOf,
  resultOf,
  rpc,
} from './json-rpc.ts'
import type { JsonRpcReply } from './json-rpc.ts'
import type { Suite } from './suite.ts'
import type { Talk } from './talk.ts'
import { TOOLS, expectToolResult } from './tools.ts'

export function describeMcpSocket({ wire }: Suite): void {
  describe('the socket /mcp', () => {
    it('says nothing before it is asked', async () => {
      const talk = await wire.openSocket('/mcp')
      await talk.expectSilence()
    })

    it('lists and calls tools in an episode of its own', async () => {
      const talk = await wire.openSocket('/mcp')
      const { tools } = resultOf(await talk.ask(rpc('tools/list')))
      expect(tools).toMatchObject(TOOLS.map(([name]) => ({ name })))
      for (const stepCount of [1, 2]) {
        const result = resultOf(await talk.ask(callTool('query', { sql: 'SELECT 1' })))
        expectToolResult(result)
        expect(result).toMatchObject({ structured_content: { step_count: stepCount } })
      }
    })

    it.each([
      ['{', PARSE_ERROR],
      ['', PARSE_ERROR],
      ['{}', INVALID_REQUEST],
      ['{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[]}', INVALID_REQUEST],
      ['{"jsonrpc":"2.0","id":1,"method":"tools/list","extra":1}', INVALID_REQUEST],
    ])('goes on after what is malformed: %s', async (frame, code) => {
      const talk = await wire.openSocket('/mcp')
      expect(asReply(await talk.ask(frame))).toMatchObject({ id: null, error: { code } })
      resultOf(await talk.ask(rpc('tools/list')))
    })

    it.each(['[]', '1', 'null', `[${JSON.stringify(rpc('tools/list'))}]`])(
      'refuses JSON that is no object: %s',
      async (frame) => {
        const talk = await wire.openSocket('/mcp')
        const { id, error } = asReply(await talk.ask(frame))
        expect(id).toBeNull()
        // OpenEnv's server then closes; ours may go on.
        expect([INVALID_REQUEST, PARSE_ERROR, SERVER_ERROR]).toContain(error?.code)
      },
    )

    it.each(['initialize', 'ping', 'nope'])('answers -32601 to %s', async (method) => {
      const talk = await wire.openSocket('/mcp')
      expect(asReply(await talk.ask(rpc(method, {}, 'x')))).toMatchObject({
        id: 'x',
        error: { code: METHOD_NOT_FOUND },
      })
    })

    it('answers in the order of the requests', async () => {
      const talk = await wire.openSocket('/mcp')
      const ids = ['a', 2, 'c', 4, 'e']
      for (const id of ids) talk.send(rpc('tools/list', {}, id))
      for (const id of ids) expect(await talk.next()).toMatchObject({ id })
    })

    it('is its session: it is told the id, and cannot end it by a call', async () => {
      const talk = await wire.openSocket('/mcp')
      const { session_id } = resultOf(await talk.ask(rpc('openenv/session/create')))
      expect(resultOf(await talk.ask(rpc('openenv/session/create')))).toMatchObject({ session_id })
      const close = rpc('openenv/session/close', { session_id })
      expect(codeOf(await talk.ask(close))).toBe(INVALID_REQUEST)
      resultOf(await talk.ask(rpc('tools/list')))
    })

    it('ends no session that it does not know', async () => {
      const talk = await wire.openSocket('/mcp')
      for (const params of [{ session_id: 'no-such-session' }, {}, undefined]) {
        expect(codeOf(await talk.ask(rpc('openenv/session/close', params)))).toBe(INVALID_PARAMS)
      }
    })
  })

  describe('mcp frames on /ws', () => {
    async function mcp(talk: Talk, data: unknown): Promise<JsonRpcReply> {
      const frame = await talk.ask({ type: 'mcp', data })
      expect(frame).toMatchObject({ type: 'mcp' })
      return asReply((frame as { data: unknown }).data)
    }

    it('leave the episode of the socket alone, between its steps too', async () => {
      const talk = await wire.openSocket('/ws')
      const table = firstTableOf(await resetOn(talk))
      await talk.ask(stepFrame('DESCRIBE', table))
      const before = await stateOn(talk)
      resultOf(await mcp(talk, rpc('tools/list')))
      expectToolResult(resultOf(await mcp(talk, callTool('query', { sql: 'SELECT 1' }))))
      resultOf(await mcp(talk, callTool('answer', { value: 'no such answer' })))
      expect(await stateOn(talk)).toEqual(before)
      expect(await talk.ask(stepFrame('SAMPLE', table))).toMatchObject({
        data: { done: false, observation: { step_count: 2, error: '' } },
      })
    })

    it('are answered before the first reset', async () => {
      const talk = await wire.openSocket('/ws')
      resultOf(await mcp(talk, rpc('tools/list')))
      expectToolResult(resultOf(await mcp(talk, callTool('query', { sql: 'SELECT 1' }))))
      expect(await stateOn(talk)).toMatchObject({ step_count: 0, question_id: null })
    })

    it.each([{}, { jsonrpc: '2.0', id: 3, method: 'tools/list', params: [] }, { id: 1 }])(
      'answer -32600 to data that is no request: %j',
      async (data) => {
        const talk = await wire.openSocket('/ws')
        expect(await mcp(talk, data)).toMatchObject({ id: null, error: { code: INVALID_REQUEST } })
      },
    )

    it.each(['abc', 7, null])('echo the id %j', async (id) => {
      const talk = await wire.openSocket('/ws')
      expect(await mcp(talk, rpc('tools/list', {}, id))).toMatchObject({ id })
      const failed = await mcp(talk, rpc('nope', {}, id))
      expect(failed).toMatchObject({ id, error: { code: METHOD_NOT_FOUND } })
    })

    it.each([
      '{"type":"mcp"}',
      '{"type":"mcp","data":null}',
      '{"type":"mcp","data":[]}',
      '{"type":"mcp","data":"tools/list"}',
      '{"type":"mcp","data":{},"id":1}',
    ])(
      'are a VALIDATION_ERROR of the socket when the frame itself is malformed: %s',
      async (frame) => {
        const talk = await wire.openSocket('/ws')
        expect(await talk.ask(frame)).toMatchObject({
          type: 'error',
          data: { code: 'VALIDATION_ERROR', errors: expect.any(Array) },
        })
        await resetOn(talk, { seed: SEED })
      },
    )

    it('are told the id of the socket, and cannot end it', async () => {
      const talk = await wire.openSocket('/ws')
      const { session_id } = resultOf(await mcp(talk, rpc('openenv/session/create')))
      const close = rpc('openenv/session/close', { session_id })
      expect(codeOf(await mcp(talk, close))).toBe(INVALID_REQUEST)
      expect(codeOf(await mcp(talk, rpc('openenv/session/close', {})))).toBe(INVALID_PARAMS)
      await stateOn(talk)
    })
  })
}
