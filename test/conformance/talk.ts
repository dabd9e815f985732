/** One socket: ask and wait for the reply, which must come in time. */

import type { WebSocket } from 'ws'

const PATIENCE_MS = 15_000
/** How long nothing must come, for it to count as silence. */
const SILENCE_MS = 150

export type Talk = {
  /** An object goes as JSON, a text or bytes as they are. */
  send(frame: object | string | Buffer): void
  next(): Promise<unknown>
  nextText(): Promise<string>
  /** `send`, then `next`. */
  ask(frame: object | string | Buffer): Promise<unknown>
  /** @returns the code with which the server closed */
  closed(): Promise<number>
  /** @throws {Error} when a frame comes that nobody asked for, or the socket closes */
  expectSilence(): Promise<void>
  close(): Promise<void>
}

export async function createTalk(socket: WebSocket, keep: (frame: string) => void): Promise<Talk> {
  const unread: string[] = []
  const arrival = { happened: Promise.withResolvers<void>() }
  let closedWith: number | undefined

  function tell(): void {
    arrival.happened.resolve()
    arrival.happened = Promise.withResolvers()
  }
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    keep(text)
    unread.push(text)
    tell()
  })
  socket.on('close', (code) => {
    closedWith = code
    tell()
  })

  async function until(isThere: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS
    while (!isThere()) {
      if (!(await within(deadline - Date.now(), arrival.happened.promise))) {
        throw new Error(`Expected ${what} within ${PATIENCE_MS} ms, and nothing came`)
      }
    }
  }

  async function nextText(): Promise<string> {
    await until(() => unread.length > 0 || closedWith !== undefined, 'a frame')
    const text = unread.shift()
    if (text === undefined)
      throw new Error(`Expected a frame, but the socket closed: ${closedWith}`)
    return text
  }

  async function next(): Promise<unknown> {
    return JSON.parse(await nextText()) as unknown
  }

  function send(frame: object | string | Buffer): void {
    const isRaw = typeof frame === 'string' || Buffer.isBuffer(frame)
    socket.send(isRaw ? frame : JSON.stringify(frame))
  }

  async function closed(): Promise<number> {
    await until(() => closedWith !== undefined, 'the socket to close')
    return closedWith ?? 0
  }

  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // What goes wrong later shows in `closed`.
  socket.on('error', () => undefined)
  return {
    send,
    next,
    nextText,
    closed,
    async ask(frame) {
      send(frame)
      return next()
    },
    async expectSilence() {
      await within(SILENCE_MS, arrival.happened.promise)
      if (unread.length > 0) throw new Error(`Nobody asked for ${String(unread[0])}`)
      if (closedWith !== undefined) throw new Error(`The socket closed with ${closedWith}`)
    },
    async close() {
      socket.close()
      await closed()
    },
  }
}

/** @returns whether it happened in time */
async function within(ms: number, happening: Promise<unknown>): Promise<boolean> {
  const timer = Promise.withResolvers<false>()
  const timeout = setTimeout(() => timer.resolve(false), Math.max(0, ms))
  const happened = await Promise.race([happening.then(() => true), timer.promise])
  clearTimeout(timeout)
  return happened
}
