/** `npm run screenshots`: the page as phones, laptops and projectors show it, into docs/images. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'

import { readOptions } from '../../src/cli/read-options.ts'
import { startServerProcess } from '../server-process.ts'
import { launchBrowser, visit } from './browser.ts'
import { buildPage, installChromium } from './chromium-setup.ts'
import { startEpisode } from './episode-start.ts'
import { giveAnswer, runQuery } from './keyboard.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const IMAGES = join(ROOT, 'docs', 'images')

const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: 'light' },
  laptop: { viewport: { width: 1366, height: 768 }, deviceScaleFactor: 1, colorScheme: 'dark' },
  projector: {
    viewport: { width: 1920, height: 1080 },
    deviceScaleFactor: 1,
    colorScheme: 'light',
  },
} as const

/** What to do until there is something to see, by the picture's name. */
const SCENES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  async play(page) {
    await startEpisode(page, { database: 'island_ferries', seed: '5' })
    await page.locator('.cm-content').waitFor()
    for (const [index, table] of ['sailings', 'routes', 'ports'].entries()) {
      await page.getByRole('button', { name: `DESCRIBE ${table}` }).click()
      await page.getByText(`${14 - index} of 15 steps left`).waitFor()
    }
    await runQuery(
      page,
      `SELECT r.code, avg(s.status = 'cancelled') AS share\n` +
        `FROM sailings s JOIN routes r USING (route_id)\nGROUP BY r.code ORDER BY share DESC LIMIT 3`,
    )
    await page.getByText('11 of 15 steps left').waitFor()
    await page.evaluate(() => scrollTo(0, 0))
  },
  async verdict(page) {
    await SCENES['play']?.(page)
    const code = await page.locator('#result td').first().textContent()
    await giveAnswer(page, code ?? '')
    await page.getByRole('heading', { name: 'Solved' }).waitFor()
    await page.evaluate(() => scrollTo(0, 0))
  },
  async watch(page) {
    await page.getByRole('link', { name: 'Watch', exact: true }).click()
    await page.getByRole('radio').nth(1).check()
    for (let step = 0; step < 5; step += 1) {
      await page.getByRole('button', { name: 'Step', exact: true }).click()
    }
    await page.evaluate(() => scrollTo(0, 0))
  },
  async learn(page) {
    await page.getByRole('link', { name: 'Learn', exact: true }).click()
    await page.getByRole('heading', { name: 'Connect' }).waitFor()
  },
}

const HELP = `Usage: npm run screenshots

Plays on the built-in data in a browser, and writes what a phone, a laptop and a projector show into
docs/images. Takes Debian's chromium, which it installs where it is missing.`

/** @returns the exit code: 0 done, 2 called with the wrong words */
async function screenshots(args: readonly string[]): Promise<number> {
  const options = readOptions(args, HELP, {})
  if (typeof options === 'number') return options
  await installChromium()
  await buildPage()
  mkdirSync(IMAGES, { recursive: true })
  const server = await startServerProcess(join(ROOT, 'data'), { SQLENV_DATASETS: 'builtin' })
  const browser = await launchBrowser()
  try {
    for (const [screen, display] of Object.entries(SCREENS)) {
      for (const [scene, prepare] of Object.entries(SCENES)) {
        const visitor = await visit(browser, `${server.url}/web/`, display)
        await prepare(visitor.page)
        const file = `page-${scene}-${screen}.png`
        await visitor.page.screenshot({ path: join(IMAGES, file), caret: 'hide' })
        console.log(`docs/images/${file}`)
        await visitor.close()
      }
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  return 0
}

process.exitCode = await screenshots(process.argv.slice(2))
