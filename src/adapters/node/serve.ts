/** The server process: reads settings, listens, and stops cleanly. */

import { serve as listen } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import { pino } from 'pino'

import { SettingError } from '../settings/setting-kinds.ts'
import { parseSettings } from './config.ts'
import { createNodeApp } from './node-app.ts'
import type { NodeApp } from './node-app.ts'
import { PAGE_DIR } from './page-files.ts'

/** What is still open after this long when the server stops is cut off. */
const STOP_GRACE_MS = 3000

/** How long a client may take; each is what Node 24 does by itself. A socket has limits of its own. */
const HTTP_LIMITS = {
  /** From the first byte of a request, or from the connection, to the end of its head. */
  headersTimeout: 60_000,
  /** To the end of its body. */
  requestTimeout: 300_000,
  /** From a reply to the next request of a connection. */
  keepAliveTimeout: 5000,
  /** Between two looks at who has taken too long. */
  connectionsCheckingInterval: 30_000,
} as const

/** OpenEnv's clients reconnect after it. */
const SERVICE_RESTART = 1012

/**
 * Serves until SIGTERM or SIGINT.
 *
 * @param variables - the settings, as `process.env` has them
 * @param onListening - told once where it listens, beside the log line
 * @returns the exit code: 0 after a clean stop
 * @throws {SettingError} in one line when a setting, the data or the port is at fault
 */
export async function serve(
  variables: Readonly<Record<string, string | undefined>>,
  onListening: (host: string, port: number) => void = () => {},
): Promise<number> {
  const settings = parseSettings(variables)
  const logger = pino({ level: settings.LOG_LEVEL })
  const nodeApp = createNodeApp({
    dataDir: settings.SQLENV_DATA_DIR,
    settings,
    pageDir: PAGE_DIR,
    logger,
  })
  try {
    const { server, port } = await startListening(nodeApp, settings.HOST, settings.PORT)
    logger.info({ host: settings.HOST, port, dataDir: settings.SQLENV_DATA_DIR }, 'listening')
    onListening(settings.HOST, port)
    const signal = await stopSignal()
    logger.info({ signal }, 'stopping')
    await stop(server, nodeApp)
  } finally {
    await nodeApp.close()
  }
  logger.info('stopped')
  return 0
}

async function startListening(
  { app, sockets }: NodeApp,
  hostname: string,
  port: number,
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const options = { fetch: app.fetch, hostname, port, serverOptions: HTTP_LIMITS }
    const server = listen(options, (address) => resolve({ server, port: address.port }))
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new SettingError(reasonNotToListen(cause, hostname, port), { cause })),
    )
    sockets.injectWebSocket(server)
  })
}

function reasonNotToListen(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `PORT ${port} is in use: stop what listens there or set another PORT`
    case 'EACCES':
      return `PORT ${port} may not be used by this user: set a PORT from 1024 up`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${host} is no address of this machine`
    case undefined:
    default:
      return `Cannot listen on ${host}:${port}: ${error.message}`
  }
}

async function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
}

async function stop(server: ServerType, { sockets }: NodeApp): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const socket of sockets.wss.clients) socket.close(SERVICE_RESTART, 'The server stops')
  const cutOff = setTimeout(() => {
    for (const socket of sockets.wss.clients) socket.terminate()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }, STOP_GRACE_MS)
  await closed
  clearTimeout(cutOff)
}
