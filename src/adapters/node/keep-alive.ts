/** Finds sockets whose other end is gone without a word, by pings that a living one answers. */

import type { WebSocket, WebSocketServer } from 'ws'

/**
 * A client in an optimiser step may leave pings unanswered for minutes, and is not gone. A socket
 * that was silent for so long is.
 */
const SILENCE_MAX_MS = 10 * 60 * 1000

export type KeepAlive = { stop(): void }

/** @param intervalMs - between two pings; 0 sends none */
export function keepAlive(
  server: WebSocketServer,
  intervalMs: number,
  silenceMaxMs = SILENCE_MAX_MS,
): KeepAlive {
  if (intervalMs === 0) return { stop: () => undefined }
  const heardAtMs = new WeakMap<WebSocket, number>()
  const hear = (socket: WebSocket) => heardAtMs.set(socket, performance.now())

  const onConnection = (socket: WebSocket) => {
    hear(socket)
    socket.on('pong', () => hear(socket))
    socket.on('message', () => hear(socket))
  }
  const onTick = () => {
    const silentSinceMs = performance.now() - silenceMaxMs
    for (const socket of server.clients) {
      if ((heardAtMs.get(socket) ?? 0) < silentSinceMs) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.ping()
    }
  }
  server.on('connection', onConnection)
  const timer = setInterval(onTick, intervalMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      server.off('connection', onConnection)
    },
  }
}
