/** GET /ws: one environment for each socket, one reply for each frame, in order. */

import { Hono } from 'hono'
import type { Context } from 'hono'
import type { UpgradeWebSocket, WSContext } from 'hono/ws'

import type { Environment } from '../episode/environment.ts'
import { EnvError, toEnvError } from '../protocol/errors.ts'
import { parseFrame, toErrorFrame } from '../protocol/frames.ts'
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts'
import { toWireState } from '../protocol/reply.ts'
import { answerReset, answerStep } from './answer.ts'
import type { AppPorts } from './ports.ts'
import { createSerialQueue } from './serial-queue.ts'

/** A frame of the client may be as large as this; the adapter closes with 1009 on a larger one. */
export const FRAME_BYTES_MAX = 16 * 1024 * 1024

const NORMAL_CLOSE = 1000

export const socketRoute = (ports: AppPorts, upgradeWebSocket: UpgradeWebSocket) => {
  let sessionCount = 0

  return new Hono().get(
    '/ws',
    upgradeWebSocket((c) => {
      const inTurn = createSerialQueue()
      let session: Session | undefined
      let hasEnded = false

      // Not before the socket is there: a handshake that fails must not take a session. The edge
      // runtime never calls `onOpen`, so the first frame may have to begin it.
      function begin(socket: WSContext): Session {
        if (session !== undefined) return session
        session = openSession(ports, c, sessionCount)
        if (session.kind === 'open') sessionCount += 1
        else end(socket, session.error)
        return session
      }

      function end(socket: WSContext, error?: EnvError): void {
        hasEnded = true
        if (error !== undefined) socket.send(JSON.stringify(toErrorFrame(error)))
        socket.close(NORMAL_CLOSE)
      }

      async function take(data: unknown, socket: WSContext): Promise<void> {
        const begun = begin(socket)
        if (hasEnded || begun.kind === 'refused') return
        try {
          const frame = parseFrame(textOf(data))
          if (frame.kind === 'close') end(socket)
          else socket.send(JSON.stringify(await answer(begun.environment, frame)))
        } catch (failure) {
          const error = toEnvError(failure)
          if (error.code === 'EXECUTION_ERROR') ports.logError(error, 'a frame of /ws')
          if (error.closesSocket) end(socket, error)
          else socket.send(JSON.stringify(toErrorFrame(error)))
        }
      }

      return {
        onOpen: (_event, socket) => void begin(socket),
        onMessage(event, socket) {
          inTurn(() => take(event.data, socket)).catch((error: unknown) =>
            ports.logError(error, 'a reply of /ws'),
          )
        },
        onClose() {
          hasEnded = true
          if (session?.kind === 'open') sessionCount -= 1
          session = undefined
        },
      }
    }),
  )
}

type Session =
  | { readonly kind: 'open'; readonly environment: Environment }
  | { readonly kind: 'refused'; readonly error: EnvError }

function openSession(ports: AppPorts, c: Context, sessionCount: number): Session {
  const sessionId = c.req.query('session_id') ?? ''
  if (sessionId !== '') {
    const message = `Unknown session_id: ${sessionId.slice(0, 64)}`
    return { kind: 'refused', error: new EnvError('SESSION_ERROR', message) }
  }
  const { sessionsMax } = ports.limits
  if (sessionCount >= sessionsMax) {
    const facts = { active_sessions: sessionCount, max_sessions: sessionsMax }
    const message = `Server at capacity: ${sessionCount}/${sessionsMax} sessions active`
    return { kind: 'refused', error: new EnvError('CAPACITY_REACHED', message, { facts }) }
  }
  try {
    return { kind: 'open', environment: ports.createEnvironment() }
  } catch (error) {
    ports.logError(error, 'a new environment')
    const facts = { factory_name: 'createEnvironment' }
    const message = 'The environment could not be built'
    return { kind: 'refused', error: new EnvError('FACTORY_ERROR', message, { facts }) }
  }
}

function textOf(data: unknown): string {
  if (typeof data === 'string') return data
  throw new EnvError('SESSION_ERROR', 'Expected text frames, got a binary one')
}

async function answer(
  environment: Environment,
  frame: Exclude<ClientFrame, { kind: 'close' }>,
): Promise<ServerFrame> {
  switch (frame.kind) {
    case 'reset':
      return { type: 'observation', data: answerReset(environment, frame.options) }
    case 'step':
      return { type: 'observation', data: await answerStep(environment, frame.action) }
    case 'state':
      return { type: 'state', data: toWireState(environment.state()) }
  }
}
