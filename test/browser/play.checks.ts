import { afterEach, describe, expect, inject, it } from 'vitest'

import { hasSpider } from '../fixtures.ts'
import type { Visit } from './browser.ts'
import { startEpisode } from './episode-start.ts'
import { focusedName, giveAnswer, runQuery, tabTo } from './keyboard.ts'
import { questionWithText, typedAnswer } from './questions.ts'
import { createStage } from './stage.ts'

const stage = createStage()
let visitor: Visit
afterEach(async () => {
  expect(visitor.complaints).toEqual([])
  await visitor.close()
})

const DATASETS = hasSpider ? ['builtin', 'spider'] : ['builtin']

describe.each(DATASETS)('an episode of %s, by keyboard alone', (dataset) => {
  it('goes from the choice of a question to the right answer', async () => {
    visitor = await stage.visit()
    const { page } = visitor
    const text = await startEpisode(page, { dataset, seed: '11' })
    const question = questionWithText(inject('testDataDir'), dataset, text)

    // The focus is on the question, so that a screen reader reads it.
    expect(await focusedName(page)).toBe(text)
    const [table = ''] = question.tablesInvolved
    await tabTo(page, new RegExp(`^DESCRIBE ${table}$`, 'i'))
    await page.keyboard.press('Enter')
    await page.getByText('14 of 15 steps left').waitFor()
    await page.keyboard.press('Tab')
    expect(await focusedName(page)).toMatch(/^SAMPLE /)
    await page.keyboard.press('Enter')
    await page.getByText('13 of 15 steps left').waitFor()

    await runQuery(page, question.goldSql)
    await page.getByText('12 of 15 steps left').waitFor()
    const result = page.getByRole('region', { name: /result/i }).getByRole('table')
    expect(await result.getByRole('row').count()).toBeGreaterThan(1)

    await giveAnswer(page, typedAnswer(question))
    await page.getByRole('heading', { name: 'Solved' }).waitFor()
    expect(await focusedName(page)).toContain('Solved')
    await page
      .getByText(/Your answer was read as/)
      .first()
      .waitFor()
    const rows = page.getByRole('table', { name: /steps/i }).getByRole('row')
    expect(await rows.allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('answer')]),
    )
  })
})

describe('the boxes of an episode', () => {
  it('take a result over as the answer, and say that a wrong one is wrong, never what is right', async () => {
    visitor = await stage.visit()
    const { page } = visitor
    const text = await startEpisode(page, { dataset: 'builtin', seed: '11' })
    const { goldAnswer } = questionWithText(inject('testDataDir'), 'builtin', text)
    await runQuery(page, 'SELECT 987654321 AS n')
    await page.getByRole('button', { name: /as the answer/i }).click()
    expect(await page.getByRole('textbox', { name: 'Answer' }).inputValue()).toBe('987654321')
    await page.getByRole('button', { name: 'Answer', exact: true }).click()
    await page.getByRole('heading', { name: 'Wrong' }).waitFor()
    const shown = (await page.locator('main').textContent()) ?? ''
    for (const cell of goldAnswer.flat()) expect(shown).not.toContain(` ${String(cell)} `)
    await page.getByRole('button', { name: 'This question again' }).click()
    await page.getByText('15 of 15 steps left').waitFor()
  })

  it('complete only what was revealed', async () => {
    visitor = await stage.visit()
    const { page } = visitor
    await startEpisode(page, { dataset: 'builtin', database: 'island_ferries' })
    await page.locator('.cm-content').waitFor()
    const completionsOf = async (sql: string) => {
      await page.keyboard.press('Alt+KeyQ')
      await page.keyboard.press('Control+KeyA')
      await page.keyboard.press('Delete')
      await page.keyboard.type(sql)
      await page.keyboard.press('Control+Space')
      await page.locator('.cm-tooltip-autocomplete').waitFor()
      return page.locator('.cm-completionLabel').allTextContents()
    }
    expect(await completionsOf('SELECT 1 FROM sai')).toContain('sailings')
    await page.keyboard.press('Escape')
    expect(await completionsOf('SELECT 1 FROM sailings WHERE de')).not.toContain('departs_at')
    await page.getByRole('button', { name: 'DESCRIBE sailings' }).click()
    await page.getByText('14 of 15 steps left').waitFor()
    expect(await completionsOf('SELECT 1 FROM sailings WHERE de')).toContain('departs_at')
  })

  it('show an error where the result would be, and the step is spent', async () => {
    visitor = await stage.visit()
    const { page } = visitor
    await startEpisode(page, { dataset: 'builtin', database: 'island_ferries' })
    await runQuery(page, 'SELECT x FROM nowhere')
    await page
      .getByRole('region', { name: /result/i })
      .getByText(/no such table/)
      .waitFor()
    await page.getByText('14 of 15 steps left').waitFor()
  })

  it('end the episode when the steps are used up', async () => {
    visitor = await stage.visit()
    const { page } = visitor
    await startEpisode(page, { dataset: 'builtin', database: 'island_ferries' })
    for (let left = 14; left >= 0; left -= 1) {
      await page.getByRole('button', { name: 'DESCRIBE ports' }).click()
      if (left > 0) await page.getByText(`${left} of 15 steps left`).waitFor()
    }
    await page.getByRole('heading', { name: 'Out of steps' }).waitFor()
  })
})
