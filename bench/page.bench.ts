/** The page's first view, in a browser that is slowed down as a phone would be. */

import { launchBrowser } from '../test/browser/browser.ts'
import { buildPage, installChromium } from '../test/browser/chromium-setup.ts'
import type { Browser } from 'playwright-core'
import type { BenchPlan } from './bench-plan.ts'
import { waitForQuiet } from './quiet-machine.ts'
import { startSqlenv } from './servers.ts'

/** The processor of a middling phone beside a desktop's, as Lighthouse has it. */
const CPU_SLOWDOWN = 4

/** Nothing loads and nothing moves any more after so long without a request. */
const SETTLE_MS = 1000

export type PageVisit = {
  /** `/health`, a line of text, is the floor: what the browser takes for any page. */
  readonly path: '/web/' | '/health'
  /** From the start of the navigation, as are the others. */
  readonly firstPaintMs: number
  readonly largestPaintMs: number
  /** The end of the last task of 50 ms or more; of the first paint where there was none. */
  readonly calmMs: number
  /** As the browser scores it: 0 where nothing moved. */
  readonly layoutShift: number
  /** Of all replies, headers included. */
  readonly transferredBytes: number
  readonly requestCount: number
}

export async function measurePage(
  dataDir: string,
  { patienceMs, page }: BenchPlan,
  tell: (news: string) => void,
): Promise<PageVisit[]> {
  await installChromium()
  await buildPage()
  const server = await startSqlenv(dataDir)
  const browser = await launchBrowser()
  const visits: PageVisit[] = []
  try {
    for (let round = 0; round < page.rounds; round += 1) {
      await waitForQuiet(patienceMs)
      for (const path of ['/health', '/web/'] as const) {
        const visit = await visitOnce(browser, server.url, path)
        visits.push(visit)
        tell(`page: ${path} painted after ${visit.firstPaintMs.toFixed(0)} ms`)
      }
    }
  } finally {
    await browser.close()
    await server.end()
  }
  return visits
}

/** With a profile of its own: nothing is cached. */
export async function visitOnce(
  browser: Browser,
  url: string,
  path: PageVisit['path'],
): Promise<PageVisit> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    await page.goto(url + path, { waitUntil: 'networkidle' })
    return { path, ...(await page.evaluate(readTimings, SETTLE_MS)) }
  } finally {
    await context.close()
  }
}

/** In the page. */
async function readTimings(settleMs: number): Promise<Omit<PageVisit, 'path'>> {
  const kinds = ['paint', 'largest-contentful-paint', 'longtask', 'layout-shift']
  const entries: PerformanceEntry[] = []
  const observers = kinds.map((type) => {
    const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()))
    observer.observe({ type, buffered: true })
    return observer
  })
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  for (const observer of observers) observer.disconnect()
  const ofType = (type: string) => entries.filter(({ entryType }) => entryType === type)
  const [firstPaint] = performance.getEntriesByName('first-contentful-paint')
  const firstPaintMs = firstPaint?.startTime ?? NaN
  const ends = ofType('longtask').map(({ startTime, duration }) => startTime + duration)
  const shifts = ofType('layout-shift') as (PerformanceEntry & { readonly value: number })[]
  const loaded = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ] as PerformanceResourceTiming[]
  return {
    firstPaintMs,
    largestPaintMs: ofType('largest-contentful-paint').at(-1)?.startTime ?? firstPaintMs,
    calmMs: Math.max(firstPaintMs, ...ends),
    layoutShift: shifts.reduce((sum, { value }) => sum + value, 0),
    transferredBytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
    requestCount: loaded.length,
  }
}
