/** The way into an episode on the page. */

import type { Page } from 'playwright-core'

import { tabTo } from './keyboard.ts'

export type Choice = {
  readonly dataset?: string
  readonly database?: string
  readonly seed?: string
}

/** Fills in the form by keyboard and starts. @returns the question that is shown */
export async function startEpisode(
  page: Page,
  { dataset, database, seed }: Choice,
): Promise<string> {
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor()
  // With one data set there is nothing to choose.
  const hasChoice = (await page.getByLabel('Data set').count()) > 0
  if (dataset !== undefined && hasChoice) await choose(page, 'Data set', dataset)
  if (database !== undefined) await choose(page, 'Database', database)
  if (seed !== undefined) {
    await tabTo(page, 'Seed')
    await page.keyboard.insertText(seed)
  }
  await tabTo(page, 'Start')
  await page.keyboard.press('Enter')
  return shownQuestion(page)
}

export async function shownQuestion(page: Page): Promise<string> {
  const question = page.locator('#question')
  await question.waitFor()
  return (await question.textContent()) ?? ''
}

/** Typing the beginning of an option chooses it, as in every native list. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await tabTo(page, label)
  await page.keyboard.type(option)
}
