/** A real server on a free port of this machine, in the test's own process. */

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { serve } from '@hono/node-server'

import type { NodeApp } from '../src/adapters/node/node-app.ts'

export type Listening = {
  readonly url: string
  readonly socketUrl: string
  stop(): Promise<void>
}

export async function listenTo({ app, sockets }: NodeApp): Promise<Listening> {
  // Without options for HTTP/2 it is a plain HTTP server.
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () =>
      resolve(started as Server),
    )
  })
  sockets.injectWebSocket(server)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}/ws`,
    stop: async () => {
      for (const socket of sockets.wss.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
