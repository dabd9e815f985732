/** POST /mcp: OpenEnv's JSON-RPC; always 200, result or error, also for a request without an id. */

import { describe, expect, it } from 'vitest'

import {
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  PARSE_ERROR,
  codeOf,
  postRpc,
  resultOf,
  rpc,
} from './json-rpc.ts'
import type { Suite } from './suite.ts'

const NO_JSON = ['', '{', 'nul', '{"jsonrpc":"2.0"', "{'id':1}", '{"id":1} x', '\u0000']

/** OpenEnv's server calls these a parse error, JSON-RPC's own words are an invalid request. */
const NO_OBJECT = [
  '[]',
  '1',
  'null',
  '"tools/list"',
  'true',
  `[${JSON.stringify(rpc('tools/list'))}]`,
]

const NO_REQUEST: readonly object[] = [
  {},
  { id: 1, method: 'tools/list' },
  { jsonrpc: '1.0', id: 1, method: 'tools/list' },
  { jsonrpc: 2, id: 1, method: 'tools/list' },
  { jsonrpc: null, id: 1, method: 'tools/list' },
  { jsonrpc: '2.0', id: 1 },
  { jsonrpc: '2.0', id: 1, method: 5 },
  { jsonrpc: '2.0', id: 1, method: null },
  { jsonrpc: '2.0', id: 1, method: 'tools/list', params: [] },
  { jsonrpc: '2.0', id: 1, method: 'tools/list', params: 'x' },
  { jsonrpc: '2.0', id: 1, method: 'tools/list', params: null },
  { jsonrpc: '2.0', id: 1, method: 'tools/list', extra: 1 },
  { jsonrpc: '2.0', id: 1.5, method: 'tools/list' },
  { jsonrpc: '2.0', id: {}, method: 'tools/list' },
  { jsonrpc: '2.0', id: [1], method: 'tools/list' },
]

const IDS = ['abc', '', 'é"\\', 0, 7, -1, 9_007_199_254_740_991, null]

const UNKNOWN_METHODS = [
  '',
  'nope',
  'TOOLS/LIST',
  'tools',
  'initialize',
  'ping',
  'resources/list',
  'prompts/list',
  'notifications/initialized',
  'openenv/session',
  'reset',
  'step',
  '__proto__',
  'constructor',
]

export function describeMcpHttp({ wire }: Suite): void {
  describe('POST /mcp', () => {
    it.each(NO_JSON)('answers -32700 to what is no JSON: %j', async (body) => {
      expect(await postRpc(wire, body)).toMatchObject({ id: null, error: { code: PARSE_ERROR } })
    })

    it('answers -32700 to bytes that are no UTF-8', async () => {
      const { error } = await postRpc(wire, new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]))
      expect(error?.code).toBe(PARSE_ERROR)
    })

    it('answers -32700 to no body at all', async () => {
      const { status, json } = await wire.post('/mcp')
      expect({ status, code: codeOf(json) }).toEqual({ status: 200, code: PARSE_ERROR })
    })

    it.each(NO_OBJECT)('refuses JSON that is no object, batches too: %s', async (body) => {
      const { id, error } = await postRpc(wire, body)
      expect(id).toBeNull()
      expect([PARSE_ERROR, INVALID_REQUEST]).toContain(error?.code)
    })

    it.each(NO_REQUEST)('answers -32600 to what is no request: %j', async (body) => {
      expect(await postRpc(wire, body)).toMatchObject({
        id: null,
        error: { code: INVALID_REQUEST },
      })
    })

    it.each(IDS)('echoes the id %j, in results and in errors', async (id) => {
      expect(await postRpc(wire, rpc('tools/list', {}, id))).toMatchObject({ id })
      expect(await postRpc(wire, rpc('nope', {}, id))).toMatchObject({ id })
    })

    it('rounds no id: an integer that it cannot hold exactly is none', async () => {
      const body = '{"jsonrpc":"2.0","id":1152921504606846977,"method":"nope"}'
      const { text } = await wire.post('/mcp', body)
      expect(text).toMatch(/"id":(?:null|1152921504606846977),/)
    })

    it('answers a request without an id, with the id null', async () => {
      const reply = await postRpc(wire, { jsonrpc: '2.0', method: 'tools/list' })
      expect(reply).toMatchObject({ id: null, result: { tools: expect.any(Array) } })
    })

    it.each(UNKNOWN_METHODS)('answers -32601 to a method that it lacks: %j', async (method) => {
      expect(await postRpc(wire, rpc(method))).toMatchObject({
        id: 1,
        error: { code: METHOD_NOT_FOUND, message: expect.any(String) },
      })
    })

    it('is read whatever the content type says', async () => {
      const headers = { 'content-type': 'text/plain' }
      const { status, json } = await wire.post('/mcp', rpc('tools/list'), headers)
      expect(status).toBe(200)
      resultOf(json)
    })

    it.each(['GET', 'DELETE', 'PUT'])('allows no %s', async (method) => {
      const { status, headers } = await wire.request(method, '/mcp')
      expect(status).toBe(405)
      expect(headers.get('allow')).toContain('POST')
    })
  })
}
