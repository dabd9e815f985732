/** OpenEnv's MCP methods, whichever way a request came: POST /mcp, a socket /mcp, a frame of /ws. */

import { parseResetData } from '../protocol/reset-options.ts'
import {
  JSON_RPC_CODES,
  JsonRpcError,
  parseJsonRpc,
  toJsonRpcFailure,
  toJsonRpcRequest,
  toJsonRpcResult,
} from '../protocol/json-rpc.ts'
import type { JsonRpcRequest, JsonRpcResponse } from '../protocol/json-rpc.ts'
import { EnvError } from '../protocol/errors.ts'
import { isJsonObject } from '../protocol/parse.ts'
import { WIRE_TOOLS, readToolCall, toToolResult, unknownToolText } from '../protocol/tools.ts'
import type { WireToolResult } from '../protocol/tools.ts'
import type { AppPorts } from './ports.ts'
import { beginMcpEpisode } from './sessions.ts'
import type { McpEpisode, OpenSession, Sessions } from './sessions.ts'

const { invalidRequest, invalidParams, methodNotFound } = JSON_RPC_CODES

/** Each answers with a result or an error, and never rejects. */
export type McpRequests = {
  /** @param own - the session of the socket that the request came on */
  answerText(text: string, own?: OpenSession): Promise<JsonRpcResponse>
  answerJson(json: unknown, own?: OpenSession): Promise<JsonRpcResponse>
}

export function createMcpRequests(ports: AppPorts, sessions: Sessions): McpRequests {
  async function resultOf({ method, params }: JsonRpcRequest, own?: OpenSession): Promise<unknown> {
    switch (method) {
      case 'tools/list':
        if (own === undefined) findGiven(params)
        return { tools: WIRE_TOOLS }
      case 'tools/call':
        return callTool(params, own)
      case 'openenv/session/create':
        return createdSession(own ?? (await sessions.openKept(parseResetData(params))))
      case 'openenv/session/close':
        return closeSession(params, own)
      default:
        throw new JsonRpcError(methodNotFound, `Method not found: ${method.slice(0, 100)}`)
    }
  }

  async function createdSession(session: OpenSession) {
    const { opening } = await session.mcp()
    return { session_id: session.id, observation: opening() }
  }

  function closeSession(params: JsonRpcRequest['params'], own?: OpenSession) {
    const sessionId = sessionIdIn(params)
    if (sessionId === undefined) {
      throw new JsonRpcError(invalidParams, "Invalid params: 'session_id' is required")
    }
    if (sessionId === own?.id || sessions.isOfSocket(sessionId)) {
      throw new JsonRpcError(invalidRequest, 'The session of a socket ends with its socket')
    }
    const isClosed = sessions.end(sessionId) === 'closed'
    return { session_id: sessionId, closed: isClosed, ...(!isClosed && { closing: true }) }
  }

  async function callTool(
    params: JsonRpcRequest['params'],
    own?: OpenSession,
  ): Promise<WireToolResult> {
    const { name, arguments: args } = params
    if (typeof name !== 'string' || name === '') {
      throw new JsonRpcError(invalidParams, "Invalid params: 'name' is required, a text")
    }
    if (args !== undefined && args !== null && !isJsonObject(args)) {
      throw new JsonRpcError(invalidParams, "Invalid params: 'arguments' is no object")
    }
    const call = readToolCall(name, args ?? {})
    if (call.kind === 'unknown_tool') throw new JsonRpcError(invalidParams, unknownToolText(name))
    const { session } = await episodeOf(params, own)
    return toToolResult(await session.step(call.action))
  }

  /** Without a session the call has an episode of its own, which ends with it. */
  async function episodeOf(
    params: JsonRpcRequest['params'],
    own?: OpenSession,
  ): Promise<McpEpisode> {
    const session = own ?? findGiven(params)
    return session === undefined ? beginMcpEpisode(ports, null, 'request', {}) : session.mcp()
  }

  /** @throws {EnvError} SESSION_ERROR when an id is given and unknown */
  function findGiven(params: JsonRpcRequest['params']): OpenSession | undefined {
    const sessionId = sessionIdIn(params)
    return sessionId === undefined ? undefined : sessions.find(sessionId)
  }

  async function answer(
    parse: () => JsonRpcRequest,
    own: OpenSession | undefined,
  ): Promise<JsonRpcResponse> {
    let request: JsonRpcRequest | undefined
    try {
      request = parse()
      return toJsonRpcResult(request.id, await resultOf(request, own))
    } catch (error) {
      if (error instanceof EnvError) ports.monitor.refused(own?.id ?? null, error.code)
      else if (!(error instanceof JsonRpcError)) ports.monitor.failed(error, 'an MCP request')
      // As in OpenEnv, what is no request has no id, even where one can be seen in it.
      return toJsonRpcFailure(request?.id ?? null, error)
    }
  }

  return {
    answerText: async (text, own) => answer(() => parseJsonRpc(text), own),
    answerJson: async (json, own) => answer(() => toJsonRpcRequest(json), own),
  }
}

/** An empty id is none. */
function sessionIdIn({ session_id: id }: JsonRpcRequest['params']): string | undefined {
  if (id === undefined || id === null || id === '') return undefined
  if (typeof id === 'string') return id
  throw new JsonRpcError(invalidParams, "Invalid params: 'session_id' is no text")
}
