/** GET /ws: one environment for each socket, one reply for each frame, in order. */

import { Hono } from 'hono'
import type { Context } from 'hono'
import type { UpgradeWebSocket, WSContext } from 'hono/ws'

import { EnvError, toEnvError } from '../protocol/errors.ts'
import { parseFrame, toErrorFrame } from '../protocol/frames.ts'
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts'
import type { AppPorts } from './ports.ts'
import { createSession } from './session.ts'
import type { Session } from './session.ts'
import { createSocketInbox } from './socket-inbox.ts'
import { createWorkSlices } from './work-slices.ts'

/** A frame of the client may be as large as this; the adapter closes with 1009 on a larger one. */
export const FRAME_BYTES_MAX = 16 * 1024 * 1024

const NORMAL_CLOSE = 1000

/** What `readyState` says of a socket that is open. */
const OPEN = 1

export const socketRoute = (ports: AppPorts, upgradeWebSocket: UpgradeWebSocket) => {
  let sessionCount = 0
  const slices = createWorkSlices(ports.now, ports.later)

  return new Hono().get(
    '/ws',
    upgradeWebSocket((c) => {
      const sessionId = crypto.randomUUID()
      const inbox = createSocketInbox(ports.socketFlow, slices, takeSafely)
      let opened: OpenedSession | undefined
      let hasEnded = false
      let activeAtMs = ports.now()
      let idleTimer: ReturnType<typeof setTimeout> | undefined

      // Not before the socket is there: a handshake that fails must not take a session. The edge
      // runtime never calls `onOpen`, so the first frame may have to begin it.
      function begin(socket: WSContext): OpenedSession {
        if (opened !== undefined) return opened
        opened = openSession(ports, c, sessionId, sessionCount)
        if (opened.kind === 'refused') {
          ports.monitor.refused(sessionId, opened.error.code)
          end(socket, opened.error)
          return opened
        }
        sessionCount += 1
        ports.monitor.sessionBegan(sessionId)
        if (ports.limits.sessionIdleMs > 0) closeWhenIdle(socket)
        return opened
      }

      function closeWhenIdle(socket: WSContext): void {
        const leftMs = activeAtMs + ports.limits.sessionIdleMs - ports.now()
        if (leftMs <= 0) end(socket)
        else idleTimer = setTimeout(() => closeWhenIdle(socket), leftMs)
      }

      function end(socket: WSContext, error?: EnvError): void {
        hasEnded = true
        if (error !== undefined) socket.send(JSON.stringify(toErrorFrame(error)))
        socket.close(NORMAL_CLOSE)
      }

      async function send(socket: WSContext, frame: ServerFrame): Promise<void> {
        const text = JSON.stringify(frame)
        if (ports.socketFlow === undefined) socket.send(text)
        else await ports.socketFlow.send(socket, text)
      }

      async function takeSafely(data: unknown, socket: WSContext): Promise<void> {
        try {
          await take(data, socket)
        } catch (error) {
          ports.monitor.failed(error, 'a reply of /ws')
        }
      }

      async function take(data: unknown, socket: WSContext): Promise<void> {
        if (hasEnded) return
        const begun = begin(socket)
        if (begun.kind === 'refused') return
        try {
          const frame = parseFrame(textOf(data))
          if (frame.kind === 'close') return end(socket)
          // Asking for the state keeps no session alive, as in OpenEnv.
          if (frame.kind !== 'state') activeAtMs = ports.now()
          await send(socket, await answer(begun.session, frame))
        } catch (failure) {
          const error = toEnvError(failure)
          ports.monitor.refused(sessionId, error.code)
          if (error.closesSocket) end(socket, error)
          else await send(socket, toErrorFrame(error))
        }
      }

      return {
        onOpen(_event, socket) {
          // A client may be gone before its socket opens: that takes no session.
          if (socket.readyState === OPEN) begin(socket)
        },
        onMessage: (event, socket) => inbox.receive(event.data, socket),
        onClose() {
          hasEnded = true
          clearTimeout(idleTimer)
          if (opened?.kind !== 'open') return
          sessionCount -= 1
          ports.monitor.sessionEnded(sessionId)
        },
      }
    }),
  )
}

type OpenedSession =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'refused'; readonly error: EnvError }

function openSession(
  ports: AppPorts,
  c: Context,
  sessionId: string,
  sessionCount: number,
): OpenedSession {
  const wantedId = c.req.query('session_id') ?? ''
  if (wantedId !== '') {
    const message = `Unknown session_id: ${wantedId.slice(0, 64)}`
    return { kind: 'refused', error: new EnvError('SESSION_ERROR', message) }
  }
  const { sessionsMax } = ports.limits
  if (sessionCount >= sessionsMax) {
    const facts = { active_sessions: sessionCount, max_sessions: sessionsMax }
    const message = `Server at capacity: ${sessionCount}/${sessionsMax} sessions active`
    return { kind: 'refused', error: new EnvError('CAPACITY_REACHED', message, { facts }) }
  }
  try {
    return { kind: 'open', session: createSession(ports, sessionId) }
  } catch (error) {
    ports.monitor.failed(error, 'a new environment')
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
  session: Session,
  frame: Exclude<ClientFrame, { kind: 'close' }>,
): Promise<ServerFrame> {
  switch (frame.kind) {
    case 'reset':
      return { type: 'observation', data: await session.reset(frame.options) }
    case 'step':
      return { type: 'observation', data: await session.step(frame.action) }
    case 'state':
      return { type: 'state', data: await session.state() }
  }
}
