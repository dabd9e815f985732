import { expect, it } from 'vitest'

import { tabTo } from './keyboard.ts'
import { createStage } from './stage.ts'

const stage = createStage()

it('plays a good and a random episode at the press of one button, to their ends', async () => {
  const visitor = await stage.visit({}, '/web/#watch')
  const { page, complaints } = visitor
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('radio').first().waitFor()
  await page.getByLabel('Speed').selectOption('fast')
  await page.getByRole('button', { name: 'Play', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await page.getByRole('button', { name: 'Play again' }).waitFor()
  await page.getByText('Solved').first().waitFor()
  expect(complaints).toEqual([])
  await visitor.close()
})

it('goes step by step, back and forth, by keyboard', async () => {
  const visitor = await stage.visit({}, '/web/#watch')
  const { page } = visitor
  await page.getByRole('radio').first().waitFor()
  await tabTo(page, 'Step')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.getByText(/^step 2 of/).waitFor()
  await tabTo(page, 'Restart')
  await page.keyboard.press('Enter')
  expect(await page.getByText(/^step 2 of/).count()).toBe(0)
  await visitor.close()
})
