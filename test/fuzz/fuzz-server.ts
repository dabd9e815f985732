/** A server to attack, in the test's own process: an error that nobody catches fails the run. */

import { Writable } from 'node:stream'

import { pino } from 'pino'

import { createNodeApp } from '../../src/adapters/node/node-app.ts'
import type { Settings } from '../../src/adapters/node/config.ts'
import { listenTo } from '../listening.ts'
import type { Listening } from '../listening.ts'

export type FuzzServer = Listening & {
  readonly port: number
  /** Sockets that have a session now. */
  sessionCount(): Promise<number>
  /** Lines of the log that tell of a fault of ours. */
  faults(): readonly string[]
}

export async function startFuzzServer(
  dataDir: string,
  settings: Partial<Settings>,
): Promise<FuzzServer> {
  const faults: string[] = []
  const write = (line: Buffer, _encoding: unknown, done: () => void) => {
    faults.push(line.toString())
    done()
  }
  const logger = pino({ level: 'warn' }, new Writable({ write }))
  const nodeApp = createNodeApp({ dataDir, settings, logger })
  const listening = await listenTo(nodeApp)
  return {
    ...listening,
    port: Number(new URL(listening.url).port),
    sessionCount: async () => {
      const text = await (await nodeApp.app.request('/metrics')).text()
      return Number(/^sqlenv_sessions (\d+)$/m.exec(text)?.[1])
    },
    faults: () => faults,
    stop: async () => {
      await listening.stop()
      await nodeApp.close()
    },
  }
}
