/** A server with the page and a browser to look at it, for the checks of one file. */

import { afterAll, beforeAll, inject } from 'vitest'
import type { Browser, BrowserContextOptions } from 'playwright-core'

import { startServerProcess } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'
import { launchBrowser, visit } from './browser.ts'
import type { Visit } from './browser.ts'

export type Stage = {
  readonly browser: Browser
  readonly server: ServerProcess
  /** @param address - below the server's; the page itself when absent */
  visit(options?: BrowserContextOptions, address?: string): Promise<Visit>
  /** Starts another server at the address of the one that was killed. */
  startAgain(): Promise<void>
}

/**
 * Called where a file describes its checks: it is set up before the first and gone after the last.
 * @param settings - of the server
 */
export function createStage(settings: Readonly<Record<string, string>> = {}): Stage {
  let browser: Browser
  let server: ServerProcess

  beforeAll(async () => {
    browser = await launchBrowser()
    server = await startServerProcess(inject('testDataDir'), settings)
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  return {
    get browser() {
      return browser
    },
    get server() {
      return server
    },
    visit: (options, address = '/web/') => visit(browser, server.url + address, options),
    async startAgain() {
      const { port } = new URL(server.url)
      server = await startServerProcess(inject('testDataDir'), { ...settings, PORT: port })
    },
  }
}
