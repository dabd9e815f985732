/** `report.html` as its readers open it: from a disk, with texts in it that mean harm. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { evalCommand } from '../../src/cli/eval/eval.ts'
import { toPageTables } from '../../src/cli/eval/eval-text.ts'
import type { Evaluation } from '../../src/evaluation/report/report-json.ts'
import { toReportPage } from '../../src/evaluation/report/html/report-page.ts'
import type { PlayedEpisode } from '../../src/evaluation/runner/play-episode.ts'
import { scorePolicy } from '../../src/evaluation/report/scores.ts'
import { testDataDir } from '../fixtures.ts'
import { LOOKS, accessibilityIssues } from './accessibility-issues.ts'
import { launchBrowser, visit } from './browser.ts'
import type { Visit } from './browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-report-'))
const HARM =
  '</script><script>document.title="harmed"</script><img src=x onerror="document.title=1">'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
  const words = ['--policy', 'oracle,heuristic,random', '--episodes', '60']
  const dataDir = ['--data-dir', testDataDir()]
  const other = join(folder, 'other')
  await evalCommand([...words, ...dataDir, '--seed', '2', '--out', other])
  const compared = ['--compare', other, '--out', join(folder, 'run')]
  expect(await evalCommand([...words, ...dataDir, ...compared])).toBe(0)
  writeFileSync(join(folder, 'harm.html'), await harmfulReport())
}, 120_000)
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(file: string, options: BrowserContextOptions = {}): Promise<Visit> {
  return visit(browser, pathToFileURL(join(folder, file)).href, options)
}

async function harmfulReport(): Promise<string> {
  const episode: PlayedEpisode = {
    policy: 'random',
    place: 0,
    question: { question_id: HARM, db_id: HARM, split: 'test', difficulty: 'easy' },
    outcome: null,
    reward: 0,
    stepCount: 1,
    fault: { code: HARM, message: HARM },
  }
  const evaluation: Evaluation = {
    environmentVersion: HARM,
    dataset: HARM,
    dataChecksum: '',
    options: { url: HARM },
    isComplete: false,
    policies: [scorePolicy('random', [episode], () => undefined)],
    episodes: new Map([['random', [episode]]]),
    comparison: { other: HARM, caution: HARM, comparisons: [] },
    faults: [episode],
  }
  const step = {
    actionType: HARM,
    argument: HARM,
    result: HARM,
    error: HARM,
    reward: 0,
    terms: HARM,
  }
  const browsed = {
    policy: HARM,
    questionId: HARM,
    databaseId: HARM,
    difficulty: HARM,
    end: HARM,
    reward: 0,
    question: HARM,
    tables: HARM,
    fault: HARM,
    steps: [step],
  }
  return toReportPage({ evaluation, browsed: [browsed], ...toPageTables(evaluation) })
}

describe.each(LOOKS)('%s', (_name, options) => {
  it('axe finds nothing wrong, folded and unfolded', async () => {
    const visitor = await open('run/report.html', options)
    const { page, complaints } = visitor
    expect(await accessibilityIssues(page)).toEqual([])
    await page.evaluate('for (const d of document.querySelectorAll("details")) d.open = true')
    expect(await accessibilityIssues(page)).toEqual([])
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(overflow)).toBe(0)
    expect(complaints).toEqual([])
    await visitor.close()
  })
})

it('has the numbers of every chart as a table beside it', async () => {
  const visitor = await open('run/report.html')
  const { page } = visitor
  const charts = page.locator('figure')
  const count = await charts.count()
  expect(count).toBeGreaterThanOrEqual(9)
  for (let index = 0; index < count; index += 1) {
    const chart = charts.nth(index)
    const title = await chart.locator('svg').getAttribute('aria-labelledby')
    expect(await page.locator(`#${title}`).textContent()).not.toBe('')
    await page.evaluate('for (const d of document.querySelectorAll("details")) d.open = true')
    await chart.getByText('as a table').waitFor()
    const marks = await chart.locator('svg circle, svg rect').count()
    expect(marks).toBeGreaterThan(0)
    expect(await chart.locator('tbody tr').count()).toBeGreaterThan(0)
  }
  await visitor.close()
})

it('shows an episode that is chosen by the keyboard', async () => {
  const visitor = await open('run/report.html')
  const { page, complaints } = visitor
  await page.getByLabel('Policy').selectOption('oracle')
  await page.getByText('60 of 180 episodes', { exact: true }).waitFor()
  const episode = page.getByRole('list', { name: 'Episodes' }).getByRole('button').nth(3)
  await episode.focus()
  await page.keyboard.press('Enter')
  const view = page.getByRole('article', { name: 'Episode' })
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H3')
  expect(await view.textContent()).toContain('ANSWER earned +1.000')
  await page.getByLabel('Text').fill('nothing is like this')
  await page.getByText('No episode is like this.').waitFor()
  await page.getByText('0 of 180 episodes', { exact: true }).waitFor()
  expect(complaints).toEqual([])
  await visitor.close()
})

it('S11: shows texts that mean harm as texts', async () => {
  const visitor = await open('harm.html')
  const { page, complaints } = visitor
  await page.getByText('1 of 1 episodes', { exact: true }).waitFor()
  expect(await page.title()).toBe(`Evaluation on ${HARM}`)
  expect(await page.locator('main img').count()).toBe(0)
  expect(await page.locator('#episode-view pre').first().textContent()).toBe(HARM)
  expect(complaints).toEqual([])
  await visitor.close()
})
