/** GET /ws: an environment for each socket, or the one of a kept session. */

import { Hono } from 'hono'
import type { Context } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'

import { parseFrame, toErrorFrame } from '../protocol/frames.ts'
import type { AnsweredFrame, ServerFrame, ToolCallFrame } from '../protocol/frames.ts'
import { readToolCall, toToolReply, toToolsReply } from '../protocol/tools.ts'
import type { McpRequests } from './mcp-requests.ts'
import type { AppPorts } from './ports.ts'
import type { OpenSession, Sessions } from './sessions.ts'
import { socketEvents } from './socket-events.ts'
import type { SocketKind, SocketSession } from './socket-events.ts'
import { createValidator } from './validator.ts'
import type { WorkSlices } from './work-slices.ts'

export const socketRoute = (
  ports: AppPorts,
  sessions: Sessions,
  mcp: McpRequests,
  slices: WorkSlices,
  upgradeWebSocket: UpgradeWebSocket,
) => {
  const kind: SocketKind = {
    open: (c, sessionId) => openSocketSession(ports, sessions, mcp, c, sessionId),
    toFailure: toErrorFrame,
  }
  return new Hono().get(
    '/ws',
    upgradeWebSocket((c) => socketEvents(ports, slices, kind, c)),
  )
}

/** @throws {EnvError} CAPACITY_REACHED, FACTORY_ERROR, SESSION_ERROR */
function openSocketSession(
  ports: AppPorts,
  sessions: Sessions,
  mcp: McpRequests,
  c: Context,
  sessionId: string,
): SocketSession {
  const keptId = c.req.query('session_id') ?? ''
  const isOwn = keptId === ''
  const session = isOwn ? sessions.open(sessionId) : sessions.attach(keptId)
  const canValidate = isOwn && ports.mode === 'simulation'
  const validator = createValidator(canValidate ? ports.validationToken : undefined)
  let frameCount = 0

  async function answerFrame(frame: AnsweredFrame): Promise<ServerFrame> {
    switch (frame.kind) {
      case 'reset':
        return { type: 'observation', data: await session.environment.reset(frame.options) }
      case 'step':
        return { type: 'observation', data: await session.environment.step(frame.action) }
      case 'call_tool':
        return { type: 'observation', data: await callTool(session, frame) }
      case 'list_tools':
        return { type: 'observation', data: await listTools(session) }
      case 'state':
        return { type: 'state', data: await session.environment.state() }
      case 'mcp':
        return { type: 'mcp', data: await mcp.answerJson(frame.request, session) }
      case 'validation_open':
        return validator.open(frame.token, frameCount === 1)
      case 'validation_read':
        return validator.read(frame.capability)
    }
  }

  return {
    answer(text, stayAwake) {
      frameCount += 1
      const frame = parseFrame(text, ports.validationToken !== undefined)
      if (frame.kind === 'close') return undefined
      // Asking for the state keeps no session alive, as in OpenEnv.
      if (frame.kind !== 'state') stayAwake()
      return validator.watch(frame, text, answerFrame)
    },
    end() {
      if (isOwn) sessions.endOfSocket(sessionId)
      else sessions.detach(keptId)
    },
  }
}

async function callTool({ environment }: OpenSession, frame: ToolCallFrame) {
  const call = readToolCall(frame.name, frame.args)
  return toToolReply(frame.name, call, await environment.step(call.action))
}

async function listTools({ environment }: OpenSession) {
  const { done } = await environment.state()
  return toToolsReply(done)
}
