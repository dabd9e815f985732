import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'

import { startServerProcess } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'
import { launchBrowser, visit } from './browser.ts'
import type { Visit } from './browser.ts'
import { startEpisode } from './episode-start.ts'
import { HOSTILE_CELLS, HOSTILE_QUESTION, makeHostileData } from './hostile-data.ts'
import type { HostileData } from './hostile-data.ts'
import { giveAnswer, runQuery } from './keyboard.ts'

const PHONE = { width: 360, height: 740 }
const LAPTOP = { width: 1366, height: 768 }

let data: HostileData
let browser: Browser
let server: ServerProcess

beforeAll(async () => {
  data = makeHostileData()
  browser = await launchBrowser()
  server = await startServerProcess(data.dataDir)
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  data.remove()
})

describe.each([
  ['a phone', PHONE],
  ['a laptop', LAPTOP],
])('texts that would do harm as markup, on %s', (_device, viewport) => {
  let visitor: Visit
  let page: Page

  beforeEach(async () => {
    visitor = await visit(browser, `${server.url}/web/`, { viewport })
    page = visitor.page
    page.on('dialog', (dialog) => void dialog.dismiss())
    expect(await startEpisode(page, {})).toBe(HOSTILE_QUESTION)
  })
  afterEach(async () => {
    expect(visitor.complaints).toEqual([])
    expect(await page.title()).toBe('SQLEnv')
    expect(await page.locator('main img, main script, main style').count()).toBe(0)
    expect(await sideways(page)).toBe(0)
    await visitor.close()
  })

  it.each(Object.entries(HOSTILE_CELLS))(
    'are shown as they are in a cell: %s',
    async (kind, cell) => {
      await runQuery(page, `SELECT cell FROM cells WHERE kind = '${kind}'`)
      await page.getByText('14 of 15 steps left').waitFor()
      const shown = (await page.locator('#result').textContent()) ?? ''
      // A line break would be a row: it is shown as a blank.
      expect(shown).toContain(cell.slice(0, 400).replaceAll('\n', ' '))
    },
  )

  it('are shown as they are in names, in the record, and in what is answered', async () => {
    for (const button of await page.getByRole('button', { name: /^DESCRIBE/ }).all()) {
      await button.click()
      await page.waitForFunction(
        () => document.querySelector('[aria-disabled=true].small') === null,
      )
    }
    await page.getByText('12 of 15 steps left').waitFor()
    expect(await page.locator('.tables').textContent()).toContain('<img src=x onerror=alert(1)>')
    await runQuery(page, `SELECT '<b>bold</b>' AS "<i>name</i>"`)
    await page.getByRole('columnheader', { name: '<i>name</i>' }).waitFor()
    await page.locator('#result').getByRole('cell', { name: '<b>bold</b>' }).waitFor()
    await giveAnswer(page, HOSTILE_CELLS.image)
    await page.getByRole('heading', { name: 'Wrong' }).waitFor()
    expect(await page.locator('.verdict').textContent()).toContain(HOSTILE_CELLS.image)
  })

  it('of twenty columns scroll in their own box', async () => {
    await runQuery(page, 'SELECT * FROM wide')
    await page.getByRole('columnheader', { name: 'column_number_20' }).waitFor()
    const last = page.getByRole('cell', { name: 'value of column_number_20' })
    await last.scrollIntoViewIfNeeded()
    expect(await last.isVisible()).toBe(true)
  })

  it('of many long cells stay in their cells', async () => {
    await runQuery(page, 'SELECT kind, cell, cell, cell FROM cells')
    await page.getByText('14 of 15 steps left').waitFor()
  })

  it('are shown as they are where the data are described', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Learn' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText(HOSTILE_CELLS.script).first().waitFor()
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  })
})

/** How many pixels the page as a whole scrolls sideways. */
async function sideways(page: Page): Promise<number> {
  return page
    .evaluate(() => document.documentElement.scrollWidth - innerWidth)
    .then((over) => Math.max(over, 0))
}
