/** Ends sockets whose message never comes to its end: what has come of it would be held for ever. */

import type { IncomingMessage } from 'node:http'

import type { WebSocket, WebSocketServer } from 'ws'

/** A message of 1 MiB takes 8 s at 1 Mbit/s. */
const FINISH_WITHIN_MS = 60_000
const CHECK_EVERY_MS = 10_000

/** Of a ping or pong of a client: two bytes and a mask. */
const CONTROL_HEAD_BYTES = 6

export type MessageWatch = { stop(): void }

type Reading = {
  readonly connection: IncomingMessage['socket']
  /** Bytes of the connection that had come when the latest message was whole. */
  wholeBytes: number
  /** Bytes of pings and pongs since then, which may come in the middle of a message. */
  controlBytes: number
  /** When it was first seen that a message had begun. */
  begunAtMs: number | undefined
}

/**
 * A message that began in the bytes with which another ended is seen when more of it comes; until
 * then it holds no more than the system reads at once, 64 KiB.
 */
export function endUnfinishedMessages(
  server: WebSocketServer,
  { finishWithinMs, checkEveryMs } = {
    finishWithinMs: FINISH_WITHIN_MS,
    checkEveryMs: CHECK_EVERY_MS,
  },
): MessageWatch {
  const readings = new WeakMap<WebSocket, Reading>()

  const onConnection = (socket: WebSocket, { socket: connection }: IncomingMessage): void => {
    const wholeBytes = connection.bytesRead
    const reading: Reading = { connection, wholeBytes, controlBytes: 0, begunAtMs: undefined }
    readings.set(socket, reading)
    const onControl = (data: Buffer) => (reading.controlBytes += CONTROL_HEAD_BYTES + data.length)
    socket.on('ping', onControl)
    socket.on('pong', onControl)
    socket.on('message', () => {
      reading.wholeBytes = connection.bytesRead
      reading.controlBytes = 0
      reading.begunAtMs = undefined
    })
  }
  const onTick = (): void => {
    const nowMs = performance.now()
    for (const socket of server.clients) {
      const reading = readings.get(socket)
      if (reading === undefined) continue
      // While we do not read, what has come waits for us.
      if (socket.isPaused || !hasBegun(reading)) reading.begunAtMs = undefined
      else reading.begunAtMs ??= nowMs
      if (nowMs - (reading.begunAtMs ?? nowMs) >= finishWithinMs) socket.terminate()
    }
  }
  server.on('connection', onConnection)
  const timer = setInterval(onTick, checkEveryMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      server.off('connection', onConnection)
    },
  }
}

function hasBegun({ connection, wholeBytes, controlBytes }: Reading): boolean {
  return connection.bytesRead > wholeBytes + controlBytes
}
