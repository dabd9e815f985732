import { describe, expect, it } from 'vitest'

import { LOOKS, accessibilityIssues as issues } from './accessibility-issues.ts'
import { startEpisode } from './episode-start.ts'
import { giveAnswer, runQuery } from './keyboard.ts'
import { createStage } from './stage.ts'

const stage = createStage({ SQLENV_SPECTATE: '1' })

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
