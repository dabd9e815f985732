/** Puts the environment together for Node: data, query processes, handlers, sockets. */

import { randomInt, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

import Database from 'better-sqlite3'
import { Hono } from 'hono'
import { pino } from 'pino'
import type { Logger } from 'pino'

import { createEnvironment } from '../../episode/environment.ts'
import type { EnvironmentPorts } from '../../episode/environment.ts'
import { createApp } from '../../handlers/app.ts'
import { messageBytesMax } from '../../handlers/message-size.ts'
import type { AppPorts } from '../../handlers/ports.ts'
import { episodeLimitsOf } from '../settings/common-settings.ts'
import { parseSettings } from './config.ts'
import type { Settings } from './config.ts'
import { loadData } from './data-files.ts'
import { keepAlive } from './keep-alive.ts'
import { createLoggingMonitor, joinMonitors } from './logging.ts'
import { createMetrics } from './metrics.ts'
import { createOutcomeCache } from './query-pool/outcome-cache.ts'
import { createQueryPool } from './query-pool/query-pool.ts'
import { readPageFiles } from './page-files.ts'
import { nodeSocketFlow } from './socket-flow.ts'
import { endUnfinishedMessages } from './unfinished-messages.ts'
import { createNodeSockets } from './web-sockets.ts'
import type { NodeSockets } from './web-sockets.ts'

export type NodeApp = {
  /** Answers `app.request('/reset', { method: 'POST' })` without a port. */
  readonly app: Hono
  /** What the handlers of `app` stand on; another app can be made with some of it replaced. */
  readonly ports: AppPorts
  /** The sockets' side: `injectWebSocket` hangs it on a server, `wss` knows the open ones. */
  readonly sockets: Pick<NodeSockets, 'injectWebSocket' | 'wss'>
  /** Ends the query processes. */
  close(): Promise<void>
}

export type NodeAppOptions = {
  /** The folder with `databases/` and `questions/`. */
  readonly dataDir: string
  /** What is not given has its default; see `docs/settings.md`. */
  readonly settings?: Partial<Settings>
  /** The folder with the built page; a plain page is served where it is not given or not there. */
  readonly pageDir?: string
  /** Silent when absent. */
  readonly logger?: Logger
}

/** @throws {SettingError} in one line when the data cannot be served */
export function createNodeApp({
  dataDir,
  settings: given = {},
  pageDir,
  logger = pino({ level: 'silent' }),
}: NodeAppOptions): NodeApp {
  const settings: Settings = { ...parseSettings({}), ...given }
  const data = loadData(dataDir, settings.SQLENV_DATASETS)
  const metrics = createMetrics()
  const pool = createQueryPool({
    databasePath: data.databasePath,
    processes: settings.QUERY_PROCESSES,
    queueMax: settings.QUERY_QUEUE_MAX,
    memoryMb: settings.QUERY_MEMORY_MB,
    onRun: metrics.queryRun,
  })
  const queries = createOutcomeCache(pool, settings.QUERY_CACHE_MB * 2 ** 20)
  metrics.watchQueries(pool, queries)
  const environmentPorts: EnvironmentPorts = {
    bank: data.bank,
    schemaOf: data.schemaOf,
    queries,
    randomSeed: () => randomInt(2 ** 48 - 1),
    limits: episodeLimitsOf(settings, settings.QUERY_TIMEOUT_MS),
    stepBudget: settings.STEP_BUDGET,
  }
  const app = new Hono()
  const sockets = createNodeSockets(app, messageBytesMax(environmentPorts.limits))
  let isStopping = false
  const pings = keepAlive(sockets.wss, settings.PING_INTERVAL_S * 1000)
  const messageWatch = endUnfinishedMessages(sockets.wss)
  const ports: AppPorts = {
    about: {
      version: packageVersion(),
      readme: readmeText(),
      datasets: data.datasets,
      adapter: 'node',
      sqliteEngine: 'native',
      sqliteVersion: sqliteVersion(),
    },
    mode: settings.SQLENV_MODE,
    hasWebInterface: settings.ENABLE_WEB_INTERFACE,
    isSpectated: settings.SQLENV_SPECTATE,
    pageFiles: pageDir === undefined ? undefined : readPageFiles(pageDir),
    validationToken: settings.OPENENV_VALIDATION_TOKEN,
    bank: data.bank,
    createEnvironment: () => createEnvironment(environmentPorts),
    newSessionId: randomUUID,
    rules: environmentPorts,
    limits: {
      sessionsMax: settings.MAX_CONCURRENT_ENVS,
      httpEpisodesMax: settings.HTTP_EPISODES_MAX,
      sessionIdleMs: settings.SESSION_IDLE_TIMEOUT_S * 1000,
    },
    now: () => performance.now(),
    later: setImmediate,
    upgradeWebSocket: sockets.upgradeWebSocket,
    socketFlow: nodeSocketFlow,
    monitor: joinMonitors(
      metrics.monitor,
      createLoggingMonitor(logger, () => isStopping),
    ),
  }
  createApp(ports, app)
  app.get('/metrics', async (c) =>
    c.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  )
  const close = async (): Promise<void> => {
    isStopping = true
    pings.stop()
    messageWatch.stop()
    await pool.close()
  }
  return { app, ports, sockets, close }
}

const ROOT = new URL('../../../', import.meta.url)

function packageVersion(): string {
  // Our own file: its shape is known.
  const { version } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    version: string
  }
  return version
}

/** What a Hugging Face Space puts before a README for itself. */
const FRONT_MATTER = /^---\r?\n[\s\S]*?\r?\n---\r?\n\s*/

function readmeText(): string | null {
  const file = new URL('README.md', ROOT)
  return existsSync(file) ? readFileSync(file, 'utf8').replace(FRONT_MATTER, '') : null
}

function sqliteVersion(): string {
  const connection = new Database(':memory:')
  const version = connection.prepare<[], string>('SELECT sqlite_version()').pluck().get()
  connection.close()
  return version ?? ''
}
