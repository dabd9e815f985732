/** A socket that sends what it is told, well-formed or not, and keeps what comes. */

import { WebSocket } from 'ws'

export type RawSocket = {
  send(frame: string | Buffer): void
  /** The next frame that nobody has read yet, parsed. Rejects when the socket closes first. */
  next(): Promise<Record<string, unknown>>
  /** The code with which the socket was closed. */
  readonly closed: Promise<number>
  close(): void
}

export async function openRawSocket(url: string): Promise<RawSocket> {
  const socket = new WebSocket(url, { maxPayload: 0 })
  let closedWith: number | undefined
  const unread: Record<string, unknown>[] = []
  const readers: { resolve(frame: Record<string, unknown>): void; reject(error: Error): void }[] =
    []
  socket.on('message', (data: Buffer) => {
    // Every frame of the server is a JSON object.
    const frame = JSON.parse(data.toString()) as Record<string, unknown>
    const reader = readers.shift()
    if (reader === undefined) unread.push(frame)
    else reader.resolve(frame)
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      closedWith = code
      for (const reader of readers) reader.reject(closedError(code))
      resolve(code)
    })
  })
  socket.on('error', () => undefined)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    send: (frame) => socket.send(frame),
    next: async () => {
      const frame = unread.shift()
      if (frame === undefined && closedWith !== undefined) throw closedError(closedWith)
      return frame ?? new Promise((resolve, reject) => readers.push({ resolve, reject }))
    },
    closed,
    close: () => socket.close(),
  }
}

function closedError(code: number): Error {
  return new Error(`The socket closed with ${code}`)
}
