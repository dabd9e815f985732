/** Debian's chromium, driven by playwright-core: a fresh profile for each browser. */

import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

export type Visit = {
  readonly page: Page
  /** What went wrong on the page: exceptions, console errors, requests to other hosts. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Opens `url` in a profile of its own, whose complaints are collected. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== new URL(url).host) {
      complaints.push(`a request to ${host}`)
    }
  })
  await page.goto(url)
  return { page, complaints, close: () => context.close() }
}
