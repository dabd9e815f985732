/** JSON-RPC as OpenEnv speaks it, over POST /mcp and over sockets. */

import { expect } from 'vitest'

import type { Wire } from './wire.ts'

export const PARSE_ERROR = -32700
export const INVALID_REQUEST = -32600
export const METHOD_NOT_FOUND = -32601
export const INVALID_PARAMS = -32602
const INTERNAL_ERROR = -32603
export const SERVER_ERROR = -32000

/** What a call without a usable tool may answer: OpenEnv's two ways to run tools differ. */
export const TOOL_REFUSED = [INVALID_PARAMS, INTERNAL_ERROR]

export type JsonRpcReply = {
  readonly jsonrpc: unknown
  readonly id: unknown
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

export function rpc(method: string, params?: unknown, id: unknown = 1): object {
  return { jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) }
}

export function callTool(name: string, args: object, more: object = {}): object {
  return rpc('tools/call', { name, arguments: args, ...more })
}

/** @returns the reply, once it is known to be one: status 200, version 2.0, a result or an error */
export async function postRpc(wire: Wire, body: object | string | Uint8Array) {
  const { status, json, headers } = await wire.post('/mcp', body)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch(/^application\/json/)
  return asReply(json)
}

export function asReply(json: unknown): JsonRpcReply {
  const reply = json as JsonRpcReply
  expect(Object.keys(reply).toSorted()).toEqual(
    ['id', 'jsonrpc', reply.error === undefined ? 'result' : 'error'].toSorted(),
  )
  expect(reply.jsonrpc).toBe('2.0')
  if (reply.error !== undefined) {
    expect(reply.error).toMatchObject({ code: expect.any(Number), message: expect.any(String) })
  }
  return reply
}

export function resultOf(json: unknown): Readonly<Record<string, unknown>> {
  const { result, error } = asReply(json)
  expect(error).toBeUndefined()
  return result ?? {}
}

export function codeOf(json: unknown): number | undefined {
  return asReply(json).error?.code
}

/** @returns the id of a new session with an episode of its own */
export async function createMcpSession(wire: Wire, resetData: object = {}): Promise<string> {
  const result = resultOf(await postRpc(wire, rpc('openenv/session/create', resetData)))
  expect(result['session_id']).toMatch(/^[0-9a-f-]{36}$/)
  const sessionId = String(result['session_id'])
  wire.afterwards(async () => closeMcpSession(wire, sessionId))
  return sessionId
}

export async function closeMcpSession(wire: Wire, sessionId: string) {
  return postRpc(wire, rpc('openenv/session/close', { session_id: sessionId }))
}
