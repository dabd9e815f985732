/** /mcp/http: standard MCP (Streamable HTTP), so that any MCP host can play an episode. */

import type { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { Hono } from 'hono'
import type { Context } from 'hono'

import { EnvError } from '../protocol/errors.ts'
import { JSON_RPC_CODES, JsonRpcError, toJsonRpcFailure } from '../protocol/json-rpc.ts'
import { isJsonObject } from '../protocol/parse.ts'
import { parseResetQuery } from '../protocol/reset-options.ts'
import {
  WIRE_TOOLS,
  readToolCall,
  toBriefing,
  toToolResult,
  unknownToolText,
} from '../protocol/tools.ts'
import { ENVIRONMENT_NAME } from './about.ts'
import type { AppPorts } from './ports.ts'
import { readJson, smallBody } from './request-body.ts'
import type { McpEpisode, Sessions } from './sessions.ts'

const SESSION_HEADER = 'mcp-session-id'

/**
 * `initialize` opens a session, whose question stands in the `instructions`. The query of the
 * address is reset data (`?split=train&index=3`), since a host has no other place for them.
 */
export const streamableMcpRoutes = (ports: AppPorts, sessions: Sessions) => {
  const transports = new Map<string, WebStandardStreamableHTTPServerTransport>()

  /** @throws {EnvError} CAPACITY_REACHED, FACTORY_ERROR, VALIDATION_ERROR */
  async function openTransport(c: Context): Promise<WebStandardStreamableHTTPServerTransport> {
    const options = parseResetQuery(c.req.query())
    let sessionId = ''
    const session = await sessions.openKept(options, () => {
      void transports.get(sessionId)?.close()
      transports.delete(sessionId)
    })
    sessionId = session.id
    const transport = await connect(ports, sessionId, await session.mcp(), () => {
      if (transports.delete(sessionId)) sessions.end(sessionId)
    })
    // Meanwhile a socket may have needed its room.
    sessions.find(sessionId)
    transports.set(sessionId, transport)
    return transport
  }

  /** @throws {EnvError} SESSION_ERROR when the session is unknown or expired */
  async function transportFor(
    c: Context,
    body: unknown,
  ): Promise<WebStandardStreamableHTTPServerTransport> {
    const sessionId = c.req.header(SESSION_HEADER)
    if (sessionId === undefined) {
      if (isJsonObject(body) && body['method'] === 'initialize') return openTransport(c)
      const message = `Bad Request: expected "initialize", or the header ${SESSION_HEADER}`
      throw new JsonRpcError(JSON_RPC_CODES.invalidRequest, message)
    }
    const { id } = sessions.find(sessionId)
    const transport = transports.get(id)
    if (transport !== undefined) return transport
    throw new EnvError('SESSION_ERROR', `Unknown session_id: ${id}`)
  }

  async function answer(c: Context, readBody: () => Promise<unknown>): Promise<Response> {
    try {
      const parsedBody = await readBody()
      const transport = await transportFor(c, parsedBody)
      return await transport.handleRequest(c.req.raw, { parsedBody })
    } catch (error) {
      if (error instanceof EnvError) ports.monitor.refused(null, error.code)
      else if (!(error instanceof JsonRpcError)) ports.monitor.failed(error, c.req.path)
      return c.json(toJsonRpcFailure(null, error), statusOf(error))
    }
  }

  // Nothing is ever sent unasked, so there is no stream to open by GET.
  return new Hono()
    .post('/mcp/http', smallBody(ports), (c) => answer(c, () => readJson(c.req)))
    .delete('/mcp/http', (c) => answer(c, async () => undefined))
}

function statusOf(error: unknown): 400 | 404 | 503 | 500 {
  if (error instanceof JsonRpcError) return 400
  if (!(error instanceof EnvError)) return 500
  switch (error.code) {
    case 'SESSION_ERROR':
      return 404
    case 'CAPACITY_REACHED':
    case 'FACTORY_ERROR':
    case 'EXECUTION_ERROR':
      return 503
    case 'INVALID_JSON':
    case 'UNKNOWN_TYPE':
    case 'VALIDATION_ERROR':
      return 400
  }
}

/** Loaded when the first host comes: a server that trains only never needs it. */
const loadSdk = () => import('@modelcontextprotocol/server')

async function connect(
  { about }: AppPorts,
  sessionId: string,
  { session, opening }: McpEpisode,
  onClosed: () => void,
): Promise<WebStandardStreamableHTTPServerTransport> {
  const {
    ProtocolError,
    Server,
    WebStandardStreamableHTTPServerTransport: Transport,
  } = await loadSdk()
  const server = new Server(
    { name: ENVIRONMENT_NAME, version: about.version },
    { capabilities: { tools: {} }, instructions: toBriefing(opening()) },
  )
  server.setRequestHandler('tools/list', () => ({ tools: [...WIRE_TOOLS] }))
  server.setRequestHandler('tools/call', async ({ params }) => {
    const call = readToolCall(params.name, params.arguments ?? {})
    if (call.kind === 'unknown_tool') {
      throw new ProtocolError(JSON_RPC_CODES.invalidParams, unknownToolText(params.name))
    }
    const { content, structured_content, meta, is_error } = toToolResult(
      await session.step(call.action),
    )
    return {
      content: [...content],
      structuredContent: structured_content,
      _meta: meta,
      isError: is_error,
    }
  })
  const transport = new Transport({
    sessionIdGenerator: () => sessionId,
    enableJsonResponse: true,
    onsessionclosed: onClosed,
  })
  await server.connect(transport)
  return transport
}
