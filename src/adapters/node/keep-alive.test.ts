import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'

import { keepAlive } from './keep-alive.ts'

let server: WebSocketServer
let url: string

beforeEach(async () => {
  const http = createServer()
  server = new WebSocketServer({ server: http })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`
  server.once('close', () => http.close())
})
afterEach(() => {
  for (const socket of server.clients) socket.terminate()
  server.close()
})

async function connect(options: { autoPong: boolean }): Promise<{ closed: Promise<number> }> {
  const socket = new WebSocket(url, options)
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve) => socket.once('open', resolve))
  return { closed }
}

it('S9: cuts off a socket that was silent for too long, and keeps one that answers pings', async () => {
  const pings = keepAlive(server, 20, 200)
  const silent = await connect({ autoPong: false })
  const living = await connect({ autoPong: true })
  expect(await silent.closed).toBe(1006)
  let isLivingClosed = false
  void living.closed.then(() => (isLivingClosed = true))
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(isLivingClosed).toBe(false)
  expect(server.clients.size).toBe(1)
  pings.stop()
})

it('has patience with a client that leaves pings unanswered for a while', async () => {
  const pings = keepAlive(server, 20, 60_000)
  await connect({ autoPong: false })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(server.clients.size).toBe(1)
  pings.stop()
})

it('sends no pings when the interval is 0', async () => {
  const pings = keepAlive(server, 0, 10)
  const socket = new WebSocket(url)
  let pingCount = 0
  socket.on('ping', () => (pingCount += 1))
  await new Promise((resolve) => socket.once('open', resolve))
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([pingCount, server.clients.size]).toEqual([0, 1])
  pings.stop()
})
