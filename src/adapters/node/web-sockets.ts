/** Sockets on Node, by `@hono/node-ws`, and what it leaves open: handshakes that fail. */

import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

import { createNodeWebSocket } from '@hono/node-ws'
import type { ServerType } from '@hono/node-server'
import type { Hono } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'
import type { WebSocket, WebSocketServer } from 'ws'

import { findForeignOrigin } from '../../handlers/foreign-origin.ts'

export type NodeSockets = {
  readonly upgradeWebSocket: UpgradeWebSocket
  /** Knows the open sockets. */
  readonly wss: WebSocketServer
  /** Hangs the sockets on a server, which may listen already. */
  injectWebSocket(server: UpgradingServer): void
}

/** Any of `node:http` and its like. */
type UpgradingServer = { on(event: 'upgrade', listener: UpgradeListener): unknown }

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** @param payloadMax - bytes of a frame; a larger one closes the socket with 1009 */
export function createNodeSockets(app: Hono, payloadMax: number): NodeSockets {
  const nodeWebSocket = createNodeWebSocket({ app })
  const { upgradeWebSocket, wss } = nodeWebSocket
  wss.options.maxPayload = payloadMax
  endFailedHandshakes(wss)
  return {
    upgradeWebSocket,
    wss,
    injectWebSocket: (server) => {
      // It asks nothing of a server but to be called.
      const listening = {
        on: (_event: 'upgrade', listen: UpgradeListener) => guard(server, listen),
      }
      nodeWebSocket.injectWebSocket(listening as ServerType)
    },
  }
}

const BAD_REQUEST = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/** What a client sends may be no address, and the client may be gone before it is answered. */
function guard(server: UpgradingServer, listen: UpgradeListener): void {
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!URL.canParse(request.url ?? '/', 'http://localhost')) {
      socket.end(BAD_REQUEST)
      return
    }
    // The handlers would refuse it too, but of what they say only the status is sent.
    const detail = findForeignOrigin((name) => request.headers[name]?.toString())
    if (detail === undefined) listen(request, socket, head)
    else socket.end(forbidden(detail))
  })
}

function forbidden(detail: string): string {
  const body = JSON.stringify({ detail })
  const head = [
    'HTTP/1.1 403 Forbidden',
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/**
 * `@hono/node-ws` holds on to a request until its socket opens. Where `ws` refuses the handshake or
 * finds the client gone, that is a socket which is closed already.
 */
function endFailedHandshakes(wss: WebSocketServer): void {
  const handleUpgrade = wss.handleUpgrade.bind(wss)
  wss.handleUpgrade = (request, socket, head, onOpen) => {
    let hasOpened = false
    handleUpgrade(request, socket, head, (...opened) => {
      hasOpened = true
      onOpen(...opened)
    })
    // `ws` calls back at once or never.
    if (!hasOpened) onOpen(closedSocket(), request)
  }
}

/** Nobody hears from it, and what is sent to it goes nowhere. */
function closedSocket(): WebSocket {
  const socket = new EventEmitter()
  const CLOSED = 3
  const members = { readyState: CLOSED, protocol: '', send() {}, close() {}, terminate() {} }
  return Object.assign(socket, members) as unknown as WebSocket
}
