import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'

import { startPrefixProxy } from './prefix-proxy.ts'
import type { PrefixProxy } from './prefix-proxy.ts'
import { createStage } from './stage.ts'

const stage = createStage()
let proxy: PrefixProxy

beforeAll(async () => {
  proxy = await startPrefixProxy('/spaces/somebody', stage.server.url)
})
afterAll(async () => {
  await proxy.close()
})

/** A page of another origin with the given one in a frame; no request leaves this machine. */
async function openFramed(context: BrowserContext, outer: string, inner: string) {
  const page = await context.newPage()
  await page.route(outer, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<iframe src="${inner}" width=900 height=700>`,
    }),
  )
  await page.goto(outer)
  return page
}

it('is played in a frame of the Hub, behind a proxy that puts it below a path', async () => {
  const context = await stage.browser.newContext()
  // Of chromium alone: the Hub is a public address, and the server here is not.
  await context.grantPermissions(['local-network-access'])
  const page = await openFramed(
    context,
    'https://huggingface.co/spaces/somebody',
    `${proxy.url}/web/`,
  )
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: 'Start' }).click()
  await frame.getByText('15 of 15 steps left').waitFor()
  await frame
    .getByRole('button', { name: /^DESCRIBE/ })
    .first()
    .click()
  await frame.getByText('14 of 15 steps left').waitFor()
  await frame.getByRole('navigation').getByRole('link', { name: 'Learn' }).click()
  await frame.getByText(`${proxy.url}/mcp/http`).first().waitFor()
  const asked = proxy.asked()
  expect(asked.length).toBeGreaterThan(4)
  expect(asked.filter((path) => !path.startsWith('/spaces/somebody/'))).toEqual([])
  await context.close()
})

it('is not shown in a frame of anybody else', async () => {
  const context = await stage.browser.newContext()
  const page = await openFramed(context, 'https://example.org/', `${stage.server.url}/web/`)
  const frame = page.frames().find((candidate) => candidate !== page.mainFrame())
  await expect.poll(() => frame?.url()).toMatch(/^chrome-error:/)
  await context.close()
})
