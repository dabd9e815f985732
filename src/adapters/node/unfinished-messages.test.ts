import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'

import { frameBytes } from '../../../test/fuzz/byte-cases.ts'
import { endUnfinishedMessages } from './unfinished-messages.ts'
import type { MessageWatch } from './unfinished-messages.ts'

let server: WebSocketServer
let watch: MessageWatch
let port: number

beforeEach(async () => {
  const http = createServer()
  server = new WebSocketServer({ server: http })
  watch = endUnfinishedMessages(server, { finishWithinMs: 100, checkEveryMs: 10 })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  port = (http.address() as AddressInfo).port
  server.once('close', () => http.close())
})
afterEach(() => {
  watch.stop()
  for (const socket of server.clients) socket.terminate()
  server.close()
})

const TEXT = { isLast: true, reserved: 0, opcode: 1, isMasked: true }
const PONG = { ...TEXT, opcode: 10 }
const PART = { ...TEXT, isLast: false }

const whole = (head: typeof TEXT, text: string) =>
  frameBytes({ ...head, length: text.length }, Buffer.from(text))
/** Says that 60,000 bytes come. */
const unfinished = (text: string) => frameBytes({ ...TEXT, length: 60_000 }, Buffer.from(text))

/** A connection after the handshake. */
async function openBytes(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  socket.on('error', () => undefined)
  await once(socket, 'data')
  return socket
}

it('ends a socket whose frame is not whole in time', async () => {
  const socket = await openBytes()
  socket.write(unfinished('{"type":'))
  await once(socket, 'close')
  await expect.poll(() => server.clients.size).toBe(0)
})

it('ends one whose message in parts never ends, whatever pongs come between them', async () => {
  const socket = await openBytes()
  socket.write(whole(PART, '{"type":'))
  const timer = setInterval(() => socket.write(whole(PONG, 'pong')), 10)
  await once(socket, 'close')
  clearInterval(timer)
  await expect.poll(() => server.clients.size).toBe(0)
})

it('ends one whose frame grows behind whole ones', async () => {
  const socket = await openBytes()
  socket.write(Buffer.concat([whole(TEXT, '{}'), unfinished('{"type":')]))
  await once(server.clients.values().next().value as WebSocket, 'message')
  socket.write('more')
  await once(socket, 'close')
})

it('keeps sockets that are silent, send whole messages, or only pings and pongs', async () => {
  const silent = new WebSocket(`ws://127.0.0.1:${port}`)
  const busy = new WebSocket(`ws://127.0.0.1:${port}`)
  await Promise.all([once(silent, 'open'), once(busy, 'open')])
  const timer = setInterval(() => {
    busy.send('x'.repeat(100_000))
    silent.ping('ping')
    for (const socket of server.clients) socket.ping('are you there?')
  }, 5)
  await new Promise((resolve) => setTimeout(resolve, 400))
  clearInterval(timer)
  expect(server.clients.size).toBe(2)
})

it('keeps a socket that it does not read itself', async () => {
  const client = new WebSocket(`ws://127.0.0.1:${port}`)
  const [[socket]] = await Promise.all([once(server, 'connection'), once(client, 'open')])
  const served = socket as WebSocket
  served.pause()
  client.send('x'.repeat(1_000_000))
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(server.clients.size).toBe(1)
  served.resume()
  const [message] = await once(served, 'message')
  expect((message as Buffer).length).toBe(1_000_000)
})
