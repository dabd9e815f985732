/** The page without a mouse. */

import type { Page } from 'playwright-core'

const TABS_MAX = 60

/** Presses Tab until what has the focus is called `name`. @throws {Error} with what was met on the way */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const met: string[] = []
  for (let count = 0; count < TABS_MAX; count += 1) {
    await page.keyboard.press('Tab')
    const focused = await focusedName(page)
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
    met.push(focused)
  }
  throw new Error(`Tab never came to ${String(name)}, but to: ${met.join(', ')}`)
}

/** The accessible name of what has the focus, as far as a label or its text give it. */
export async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return ''
    const label = 'labels' in element ? (element.labels as NodeListOf<HTMLElement> | null) : null
    const text =
      element.getAttribute('aria-label') ?? label?.[0]?.textContent ?? element.textContent ?? ''
    return text.trim()
  })
}

/**
 * Writes SQL where the query is written, and runs it. What was there is deleted first: chromium would
 * give its style to text that takes its place, and complain that the page's policy forbids that.
 */
export async function runQuery(page: Page, sql: string): Promise<void> {
  // What is typed in the moment in which the editor takes the plain field's place may go to neither.
  await page.locator('.cm-content').waitFor()
  await page.keyboard.press('Alt+KeyQ')
  await page.keyboard.press('Control+KeyA')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(sql)
  // Not while the page still connects.
  await page.locator('button[aria-disabled="false"]', { hasText: 'Run' }).waitFor()
  await page.keyboard.press('Control+Enter')
}

export async function giveAnswer(page: Page, answer: string): Promise<void> {
  await page.keyboard.press('Alt+KeyA')
  await page.keyboard.press('Control+KeyA')
  await page.keyboard.insertText(answer)
  await page.keyboard.press('Control+Enter')
}
