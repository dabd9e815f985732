import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { AxeResults } from 'axe-core'
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'

import { startEpisode } from './episode-start.ts'
import { giveAnswer, runQuery } from './keyboard.ts'
import { createStage } from './stage.ts'

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

const stage = createStage({ SQLENV_SPECTATE: '1' })

/** What axe finds wrong with the page as it stands, WCAG 2.2 AA and its own best practices. */
async function issues(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${impact} ${id}: ${target.join(' ')} ${failureSummary}`,
    ),
  )
}

const LOOKS = [
  ['light, on a laptop', { colorScheme: 'light', viewport: { width: 1366, height: 768 } }],
  ['dark, on a laptop', { colorScheme: 'dark', viewport: { width: 1366, height: 768 } }],
  ['light, on a phone', { colorScheme: 'light', viewport: { width: 360, height: 740 } }],
  ['dark, on a phone', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
] as const

describe.each(LOOKS)('axe finds nothing wrong: %s', (_name, options) => {
  it('with an episode from its start to its end', async () => {
    const visitor = await stage.visit(options)
    const { page } = visitor
    await page.getByRole('button', { name: 'Start' }).waitFor()
    expect(await issues(page)).toEqual([])
    await startEpisode(page, { dataset: 'builtin', database: 'island_ferries', seed: '5' })
    await page.locator('.cm-content').waitFor()
    await page.getByRole('button', { name: 'DESCRIBE sailings' }).click()
    await page.getByText('14 of 15 steps left').waitFor()
    await page.getByRole('button', { name: 'DESCRIBE routes' }).click()
    await page.getByText('13 of 15 steps left').waitFor()
    await runQuery(page, 'SELECT * FROM sailings')
    await page.getByText('12 of 15 steps left').waitFor()
    expect(await issues(page)).toEqual([])
    await runQuery(page, 'SELECT x FROM nowhere')
    await page.getByText('11 of 15 steps left').waitFor()
    expect(await issues(page)).toEqual([])
    await giveAnswer(page, 'no idea')
    await page.getByRole('heading', { name: 'Wrong' }).waitFor()
    expect(await issues(page)).toEqual([])
    await visitor.close()
  })

  it.each(['Watch', 'Live', 'Learn'])('with %s', async (view) => {
    const visitor = await stage.visit(options)
    const { page } = visitor
    await page.getByRole('navigation').getByRole('link', { name: view }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    if (view === 'Watch') {
      await page.getByRole('button', { name: 'Step', exact: true }).click()
      await page.getByRole('button', { name: 'Step', exact: true }).click()
    }
    expect(await issues(page)).toEqual([])
    await visitor.close()
  })

  it('with the list of keys', async () => {
    const visitor = await stage.visit(options)
    const { page } = visitor
    await page.getByRole('button', { name: 'Start' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    expect(await issues(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await visitor.close()
  })
})
