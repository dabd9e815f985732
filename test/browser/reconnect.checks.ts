import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Page } from 'playwright-core'

import { shownQuestion, startEpisode } from './episode-start.ts'
import { runQuery } from './keyboard.ts'
import { createStage } from './stage.ts'

const stage = createStage()
let page: Page

beforeEach(async () => {
  page = await (await stage.browser.newContext()).newPage()
  await page.goto(`${stage.server.url}/web/`)
})
afterEach(() => page.context().close())

const stepsLeft = (left: number, of: Page = page) => of.getByText(`${left} of 15 steps left`)

it('goes on with the same episode after a reload', async () => {
  const question = await startEpisode(page, { seed: '3' })
  await runQuery(page, 'SELECT 41 + 1 AS forty_two')
  await stepsLeft(14).waitFor()
  await page.reload()
  expect(await shownQuestion(page)).toBe(question)
  await page.getByRole('cell', { name: '42' }).waitFor()
  await runQuery(page, 'SELECT 2')
  await stepsLeft(13).waitFor()
})

it('says that the server is gone, and when it is back that the episode ended with it', async () => {
  await startEpisode(page, { seed: '3' })
  await runQuery(page, 'SELECT 1')
  await stepsLeft(14).waitFor()
  await stage.server.kill()
  await page
    .locator('.notice')
    .getByText(/The connection to the server was lost/)
    .waitFor()
  await stage.startAgain()
  const gone = page.locator('.notice.problem')
  await gone.getByRole('button', { name: 'New episode' }).waitFor()
  expect(await gone.textContent()).toMatch(/restart|does not know|ended/i)
  await gone.getByRole('button', { name: 'New episode' }).click()
  await startEpisode(page, { seed: '4' })
  await stepsLeft(15).waitFor()
  await runQuery(page, 'SELECT 1')
  await stepsLeft(14).waitFor()
})

it('says that the episode is gone when its session has ended meanwhile, and keeps the record', async () => {
  await startEpisode(page, { seed: '3' })
  await runQuery(page, 'SELECT 41 + 1 AS forty_two')
  await stepsLeft(14).waitFor()
  // As the server does by itself after 15 minutes without a socket.
  const sessionId = await page.evaluate(() => {
    const saved = Object.values(sessionStorage).find((text) => String(text).includes('sessionId'))
    return (JSON.parse(String(saved)) as { sessionId: string }).sessionId
  })
  await page.goto('about:blank')
  await expect
    .poll(async () => {
      const call = { jsonrpc: '2.0', id: 1, method: 'openenv/session/close' }
      const body = JSON.stringify({ ...call, params: { session_id: sessionId } })
      const reply = await fetch(`${stage.server.url}/mcp`, { method: 'POST', body })
      return reply.text()
    })
    .toMatch(/closed|Unknown/)
  await page.goto(`${stage.server.url}/web/`)
  await page
    .locator('.notice')
    .getByText(/does not know this episode any more/)
    .waitFor()
  await page.getByRole('cell', { name: '42' }).waitFor()
  await page.locator('.notice').getByRole('button', { name: 'New episode' }).click()
  await page.getByRole('button', { name: 'Start' }).waitFor()
})

it('offers another try when the server cannot be reached at first', async () => {
  await stage.server.kill()
  const other = await (await stage.browser.newContext()).newPage()
  await other.route('**/web/choices', (route) => route.abort())
  await stage.startAgain()
  await other.goto(`${stage.server.url}/web/`)
  await other.getByText(/The server does not answer/).waitFor()
  await other.unroute('**/web/choices')
  await other.getByRole('button', { name: 'Try again' }).click()
  await other.getByRole('button', { name: 'Start' }).waitFor()
  await other.context().close()
})

it('plays an episode of its own in every tab', async () => {
  await startEpisode(page, { seed: '3' })
  const other = await page.context().newPage()
  await other.goto(`${stage.server.url}/web/`)
  await startEpisode(other, { seed: '4' })
  await runQuery(other, 'SELECT 1')
  await stepsLeft(14, other).waitFor()
  await page.bringToFront()
  await stepsLeft(15).waitFor()
  await runQuery(page, 'SELECT 1')
  await stepsLeft(14).waitFor()
})

it('does not take an episode away from the tab that plays it', async () => {
  await startEpisode(page, { seed: '3' })
  const opened = page.waitForEvent('popup')
  // A tab that is opened by a page begins with a copy of what the page's tab remembers.
  await page.evaluate(() => void open(location.href, '_blank'))
  const copy = await opened
  await copy.getByText(/is open in another tab/).waitFor({ timeout: 60_000 })
  await page.bringToFront()
  await runQuery(page, 'SELECT 1')
  await stepsLeft(14).waitFor()
})
