/** POST /mcp and the socket /mcp: OpenEnv's JSON-RPC, for agents that have tools and no reset. */

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { UpgradeWebSocket } from 'hono/ws'

import type { EnvError } from '../protocol/errors.ts'
import { JSON_RPC_CODES, JsonRpcError, toJsonRpcFailure } from '../protocol/json-rpc.ts'
import type { McpRequests } from './mcp-requests.ts'
import { messageBytesMax } from './message-size.ts'
import type { AppPorts } from './ports.ts'
import type { Sessions } from './sessions.ts'
import { socketEvents } from './socket-events.ts'
import type { SocketKind } from './socket-events.ts'
import type { WorkSlices } from './work-slices.ts'

/** Whatever came, the status is 200, and the error stands in the body. */
export const mcpRoute = ({ rules }: AppPorts, mcp: McpRequests) => {
  const maxSize = messageBytesMax(rules.limits)
  const message = `Invalid request: it is larger than ${maxSize} bytes`
  const tooLarge = new JsonRpcError(JSON_RPC_CODES.invalidRequest, message)
  const smallBody = bodyLimit({
    maxSize,
    // The rest of the body is not read, so nothing else can come on this connection.
    onError: (c) => c.json(toJsonRpcFailure(null, tooLarge), 200, { Connection: 'close' }),
  })
  return new Hono().post('/mcp', smallBody, async (c) => {
    // Bytes that are no UTF-8 become U+FFFD, which JSON allows inside texts only.
    return c.json(await mcp.answerText(await c.req.text()))
  })
}

/** A session for each socket; a frame is a request and has one response. */
export const mcpSocketRoute = (
  ports: AppPorts,
  sessions: Sessions,
  mcp: McpRequests,
  slices: WorkSlices,
  upgradeWebSocket: UpgradeWebSocket,
) => {
  const kind: SocketKind = {
    open(_c, sessionId) {
      const session = sessions.open(sessionId)
      return {
        answer(text, stayAwake) {
          stayAwake()
          return mcp.answerText(text, session)
        },
        end: () => sessions.endOfSocket(sessionId),
      }
    },
    toFailure: (error: EnvError) => toJsonRpcFailure(null, error),
  }
  return new Hono().get(
    '/mcp',
    upgradeWebSocket((c) => socketEvents(ports, slices, kind, c)),
    // A GET that is no handshake.
    (c) => c.json({ detail: 'Method Not Allowed' }, 405, { Allow: 'POST' }),
  )
}
