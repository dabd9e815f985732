/** What all sockets with a session have in common: frames in order, one reply each, one end. */

import type { Context } from 'hono'
import type { WSContext, WSEvents } from 'hono/ws'

import { EnvError, toEnvError } from '../protocol/errors.ts'
import type { AppPorts } from './ports.ts'
import { createSocketInbox } from './socket-inbox.ts'
import type { WorkSlices } from './work-slices.ts'

const NORMAL_CLOSE = 1000

/** What `readyState` says of a socket that is open. */
const OPEN = 1

/** What one kind of socket makes of its frames. */
export type SocketKind = {
  /** @throws {EnvError} which the client is told before the socket is closed */
  open(c: Context, sessionId: string): SocketSession
  /** How a failure is told. */
  toFailure(error: EnvError): object
}

export type SocketSession = {
  /**
   * @param stayAwake - says that the frame keeps the session from being idle
   * @returns the reply, or undefined where the client wants to close
   * @throws {EnvError} which the client is told; some of them close the socket
   */
  answer(text: string, stayAwake: () => void): Promise<object> | undefined
  /** The socket is gone. */
  end(): void
}

export function socketEvents(
  ports: AppPorts,
  slices: WorkSlices,
  kind: SocketKind,
  c: Context,
): WSEvents {
  const sessionId = ports.newSessionId()
  const inbox = createSocketInbox(ports, slices, takeSafely)
  let session: SocketSession | undefined
  let hasEnded = false
  let activeAtMs = ports.now()
  let idleTimer: ReturnType<typeof setTimeout> | undefined

  // Not before the socket is there: a handshake that fails must not take a session. The edge
  // runtime never calls `onOpen`, so the first frame may have to begin it.
  function begin(socket: WSContext): SocketSession | undefined {
    if (session !== undefined || hasEnded) return session
    try {
      session = kind.open(c, sessionId)
    } catch (failure) {
      const error = toEnvError(failure)
      ports.monitor.refused(sessionId, error.code)
      end(socket, error)
      return undefined
    }
    if (ports.limits.sessionIdleMs > 0) closeWhenIdle(socket)
    return session
  }

  function closeWhenIdle(socket: WSContext): void {
    const leftMs = activeAtMs + ports.limits.sessionIdleMs - ports.now()
    if (leftMs <= 0) end(socket)
    else idleTimer = setTimeout(() => closeWhenIdle(socket), leftMs)
  }

  function end(socket: WSContext, error?: EnvError): void {
    hasEnded = true
    if (error !== undefined) socket.send(JSON.stringify(kind.toFailure(error)))
    socket.close(NORMAL_CLOSE)
  }

  async function send(socket: WSContext, frame: object): Promise<void> {
    const text = JSON.stringify(frame)
    if (ports.socketFlow === undefined) socket.send(text)
    else await ports.socketFlow.send(socket, text)
  }

  async function takeSafely(data: unknown, socket: WSContext): Promise<void> {
    try {
      await take(data, socket)
    } catch (error) {
      ports.monitor.failed(error, `a reply of ${c.req.path}`)
    }
  }

  async function take(data: unknown, socket: WSContext): Promise<void> {
    if (hasEnded) return
    const begun = begin(socket)
    if (begun === undefined) return
    try {
      const reply = begun.answer(textOf(data), () => stayAwake(socket))
      if (reply === undefined) end(socket)
      else await send(socket, await reply)
    } catch (failure) {
      const error = toEnvError(failure)
      ports.monitor.refused(sessionId, error.code)
      if (error.closesSocket) end(socket, error)
      else await send(socket, kind.toFailure(error))
    }
  }

  function stayAwake(socket: WSContext): void {
    activeAtMs = ports.now()
    ports.socketUsed?.(socket)
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
      session?.end()
    },
  }
}

function textOf(data: unknown): string {
  if (typeof data === 'string') return data
  throw new EnvError('SESSION_ERROR', 'Expected text frames, got a binary one')
}
