/** What axe finds wrong with a page, and the looks in which pages are tried. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** As the page stands: WCAG 2.2 AA, and axe's own best practices. */
export async function accessibilityIssues(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${impact} ${id}: ${target.join(' ')} ${failureSummary}`,
    ),
  )
}

export const LOOKS = [
  ['light, on a laptop', { colorScheme: 'light', viewport: { width: 1366, height: 768 } }],
  ['dark, on a laptop', { colorScheme: 'dark', viewport: { width: 1366, height: 768 } }],
  ['light, on a phone', { colorScheme: 'light', viewport: { width: 360, height: 740 } }],
  ['dark, on a phone', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
] as const
