/** The page as the Worker serves it, in a real browser. */

import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'

import { launchBrowser, visit } from '../browser/browser.ts'
import { installChromium } from '../browser/chromium-setup.ts'
import { startEpisode } from '../browser/episode-start.ts'
import { giveAnswer, runQuery } from '../browser/keyboard.ts'
import { questionWithText, typedAnswer } from '../browser/questions.ts'
import { startWranglerServer } from './wrangler-server.ts'
import type { WranglerServer } from './wrangler-server.ts'

const EDGE_DATA = join(import.meta.dirname, '..', '..', 'dist', 'edge', 'data')

let browser: Browser
let server: WranglerServer

beforeAll(async () => {
  await installChromium()
  browser = await launchBrowser()
  server = await startWranglerServer()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

it('plays an episode to the right answer, by keyboard, across a reload', async () => {
  const visitor = await visit(browser, `${server.url}/web/`)
  const { page } = visitor
  const text = await startEpisode(page, { seed: '11' })
  const question = questionWithText(EDGE_DATA, 'builtin', text)
  await runQuery(page, 'SELECT 40 + 2 AS found')
  await page.getByRole('cell', { name: '42' }).waitFor()
  await page.reload()
  await page.getByRole('cell', { name: '42' }).waitFor()
  await runQuery(page, question.goldSql)
  await page.getByText('13 of 15 steps left').waitFor()
  await giveAnswer(page, typedAnswer(question))
  await page.getByRole('heading', { name: 'Solved' }).waitFor()
  expect(visitor.complaints).toEqual([])
  await visitor.close()
})
