/** GET /ws: an environment for each socket, or the one of a kept session. */

import { Hono } from 'hono'
import type { Context } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'

import { toEnvError } from '../protocol/errors.ts'
import { parseFrame, toErrorFrame } from '../protocol/frames.ts'
import type { AnsweredFrame, ServerFrame, ToolCallFrame } from '../protocol/frames.ts'
import { readToolCall, toToolReply, toToolsReply } from '../protocol/tools.ts'
import { refusedValidation } from '../protocol/validation.ts'
import type { TrajectoryRecord } from '../protocol/validation.ts'
import type { McpRequests } from './mcp-requests.ts'
import type { AppPorts } from './ports.ts'
import type { OpenSession, Sessions } from './sessions.ts'
import { socketEvents } from './socket-events.ts'
import type { SocketKind, SocketSession } from './socket-events.ts'
import { startTelemetry } from './telemetry.ts'
import type { Telemetry } from './telemetry.ts'
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
  const { validationToken } = ports
  let telemetry: Telemetry | undefined
  let frameCount = 0

  function openTelemetry(token: string): ServerFrame {
    const isAllowed = isOwn && frameCount === 1 && ports.mode === 'simulation'
    if (!isAllowed || validationToken === undefined || !isSameText(token, validationToken)) {
      throw refusedValidation()
    }
    telemetry = startTelemetry()
    const { capability } = telemetry
    return { type: 'validation_open', data: { schema_version: 1, capability } }
  }

  function readTelemetry(capability: string): ServerFrame {
    if (telemetry === undefined || !isSameText(capability, telemetry.capability)) {
      throw refusedValidation()
    }
    return { type: 'validation', data: telemetry.read() }
  }

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
        return openTelemetry(frame.token)
      case 'validation_read':
        return readTelemetry(frame.capability)
    }
  }

  async function answerRecorded(
    frame: AnsweredFrame,
    text: string,
    watching: Telemetry,
  ): Promise<ServerFrame> {
    const operation = OPERATIONS[frame.kind]
    if (operation === undefined) return answerFrame(frame)
    try {
      const reply = await answerFrame(frame)
      watching.record(operation, text, reply)
      return reply
    } catch (failure) {
      watching.record(operation, text, toErrorFrame(toEnvError(failure)))
      throw failure
    }
  }

  return {
    answer(text, stayAwake) {
      frameCount += 1
      const frame = parseFrame(text, validationToken !== undefined)
      if (frame.kind === 'close') return undefined
      // Asking for the state keeps no session alive, as in OpenEnv.
      if (frame.kind !== 'state') stayAwake()
      if (telemetry === undefined) return answerFrame(frame)
      return answerRecorded(frame, text, telemetry)
    },
    end() {
      if (isOwn) sessions.endOfSocket(sessionId)
      else sessions.detach(keptId)
    },
  }
}

/** What a validator's record calls a frame; the others are not part of an episode. */
const OPERATIONS: Partial<Record<AnsweredFrame['kind'], TrajectoryRecord['operation']>> = {
  reset: 'reset',
  step: 'step',
  call_tool: 'step',
  state: 'state',
}

async function callTool({ environment }: OpenSession, frame: ToolCallFrame) {
  const call = readToolCall(frame.name, frame.args)
  return toToolReply(frame.name, call, await environment.step(call.action))
}

async function listTools({ environment }: OpenSession) {
  const { done } = await environment.state()
  return toToolsReply(done)
}

/** Takes as long wherever the difference is. */
function isSameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index += 1) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  }
  return difference === 0
}
