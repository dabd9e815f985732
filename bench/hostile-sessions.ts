/** Sessions that run one endless query after the other. */

import { once } from 'node:events'

import { WebSocket } from 'ws'

import type { WireReply } from '../src/protocol/reply.ts'

/** SQLite counts on until it is killed, in a few bytes of memory. */
const ENDLESS_SQL =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

/** Each is a query of its own: those who ask for the same one share a run of it. */
let endlessCount = 0

export type HostileSession = {
  /** Runs one endless query. @returns milliseconds until the reply that it timed out */
  runOne(): Promise<number>
  /** Runs them again and again. @returns what stops it and tells how many were run */
  runOn(): () => number
  close(): void
}

export async function openHostileSession(socketUrl: string): Promise<HostileSession> {
  const socket = new WebSocket(socketUrl)
  await once(socket, 'open')

  const runOne = async () => {
    // An episode for each, so that no budget runs out.
    await ask(socket, { type: 'reset', data: { seed: 1 } })
    const sentAtMs = performance.now()
    endlessCount += 1
    const data = { action_type: 'QUERY', argument: `${ENDLESS_SQL} /*${endlessCount}*/` }
    const { metadata } = await ask(socket, { type: 'step', data })
    if (metadata.query?.code !== 'timed_out') {
      throw new Error(`An endless query was ${metadata.query?.code}`)
    }
    return performance.now() - sentAtMs
  }

  return {
    runOne,
    runOn() {
      const over = new AbortController()
      let count = 0
      const running = async () => {
        while (!over.signal.aborted) {
          await runOne()
          count += 1
        }
      }
      running().catch((error: unknown) => {
        if (!over.signal.aborted) throw error
      })
      return () => {
        over.abort()
        return count
      }
    },
    close: () => socket.terminate(),
  }
}

async function ask(socket: WebSocket, frame: object): Promise<WireReply> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const onClose = () => reject(new Error('The socket closed'))
  socket.once('message', resolve)
  socket.once('close', onClose)
  socket.send(JSON.stringify(frame))
  const message = await promise.finally(() => {
    socket.off('message', resolve)
    socket.off('close', onClose)
  })
  // The server's own frames: their shape is known, and an error is told below.
  const { type, data } = JSON.parse(message.toString()) as { type: string; data: WireReply }
  if (type !== 'observation') throw new Error(`Unexpected reply ${message.toString()}`)
  return data
}
