/** A server in this process, for this machine only. */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { createAdaptorServer } from '@hono/node-server'

import { parseSettings } from '../../adapters/node/config.ts'
import { createNodeApp } from '../../adapters/node/node-app.ts'

export type LocalServer = { readonly url: string; stop(): Promise<void> }

/** With the settings of the environment. @throws {SettingError} when the data cannot be served */
export async function startLocalServer(dataDir: string): Promise<LocalServer> {
  const nodeApp = createNodeApp({ dataDir, settings: parseSettings(process.env) })
  const { app, sockets } = nodeApp
  const server = createAdaptorServer({ fetch: app.fetch })
  sockets.injectWebSocket(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      for (const socket of sockets.wss.clients) socket.terminate()
      server.close()
      await nodeApp.close()
    },
  }
}
