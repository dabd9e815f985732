import { expect, it } from 'vitest'

import { visitOnce } from '../../bench/page.bench.ts'
import { startEpisode } from './episode-start.ts'
import { createStage } from './stage.ts'

const stage = createStage()

it('takes at most 150 kB, and nothing moves while it comes', async () => {
  const { transferredBytes, layoutShift } = await visitOnce(
    stage.browser,
    stage.server.url,
    '/web/',
  )
  expect(transferredBytes).toBeLessThan(150_000)
  expect(layoutShift).toBe(0)
})

it('takes at most 150 kB with the editor of an episode, and nothing moves when it comes', async () => {
  const visitor = await stage.visit()
  const { page, complaints } = visitor
  await startEpisode(page, { seed: '1' })
  await page.locator('.cm-content').waitFor()
  const bytes = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .map((entry) => (entry as PerformanceResourceTiming).transferSize)
      .reduce((sum, size) => sum + size, 0),
  )
  expect(bytes).toBeLessThan(150_000)
  expect(complaints).toEqual([])
  await visitor.close()
})

it('is not loaded again where nothing has changed', async () => {
  const visitor = await stage.visit()
  const { page } = visitor
  await page.getByRole('button', { name: 'Start' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Start' }).waitFor()
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/assets/'))
      .map((entry) => (entry as PerformanceResourceTiming).transferSize),
  )
  expect(sizes.length).toBeGreaterThan(0)
  expect(sizes.every((size) => size === 0)).toBe(true)
  await visitor.close()
})
