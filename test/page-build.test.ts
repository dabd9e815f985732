/** The page as it is built and sent: small, whole, and without anything from elsewhere. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createNodeApp } from '../src/adapters/node/node-app.ts'
import type { NodeApp } from '../src/adapters/node/node-app.ts'
import { readPageFiles } from '../src/adapters/node/page-files.ts'
import { buildPageInto } from '../src/cli/build-page/build-page.ts'
import { isPageCurrent } from '../src/cli/build-page/page-stamp.ts'
import { createApp } from '../src/handlers/app.ts'
import type { PageFile, PageFiles } from '../src/handlers/ports.ts'
import { makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'

/** Of everything that a first view loads, the editor included. */
const FIRST_VIEW_BYTES_MAX = 150_000

let folder: string
let files: PageFiles
let data: CompanyData
let nodeApp: NodeApp

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sqlenv-page-'))
  const pageDir = join(folder, 'web')
  expect(await buildPageInto(pageDir)).toBe(true)
  files = readPageFiles(pageDir) ?? new Map<string, PageFile>()
  data = makeCompanyData()
  nodeApp = createNodeApp({ dataDir: data.dataDir, pageDir, settings: { QUERY_PROCESSES: 1 } })
})
afterAll(async () => {
  await nodeApp.close()
  data.remove()
  rmSync(folder, { recursive: true })
})

const ask = async (path: string, headers: Record<string, string> = {}) =>
  nodeApp.app.request(path, { headers })

describe('the built page', () => {
  it('is known to be of these sources', () => {
    expect(isPageCurrent(join(folder, 'web'))).toBe(true)
    expect(isPageCurrent(join(folder, 'other'))).toBe(false)
  })

  it('is served, with every file that it names', async () => {
    const page = await ask('/web/')
    expect(page.status).toBe(200)
    const names = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, name = '']) => name,
    )
    const own = names.filter((name) => name.startsWith('./'))
    expect(own.length).toBeGreaterThan(2)
    for (const name of own) expect((await ask(`/web/${name.slice(2)}`)).status).toBe(200)
    // Relative all, so that it works below any path.
    expect(names.filter((name) => !name.startsWith('.'))).toEqual([])
  })

  it('has no script and no style inside it, which its policy would not let run', async () => {
    const page = await (await ask('/web/')).text()
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/)
  })

  it('is sent compressed, and all of a first view is small', async () => {
    let bytes = 0
    for (const path of files.keys()) {
      const name = path === 'index.html' ? '' : path
      const response = await ask(`/web/${name}`, { 'accept-encoding': 'gzip, deflate, br' })
      bytes += (await response.arrayBuffer()).byteLength
    }
    // Of the files there are only the recordings that a first view does not load.
    expect(bytes).toBeLessThan(FIRST_VIEW_BYTES_MAX)
  })

  it('makes no markup of texts', () => {
    for (const [path, { bodies }] of files) {
      if (!path.startsWith('assets/index') || !path.endsWith('.js')) continue
      const code = new TextDecoder().decode(bodies.identity)
      // Preact itself knows the property; nobody sets it.
      expect(code).not.toMatch(/dangerouslySetInnerHTML:\{|insertAdjacentHTML|document\.write/)
    }
  })

  it('leaves the other routes below /web as they are', async () => {
    expect((await ask('/web/metadata')).status).toBe(200)
    expect((await ask('/web/choices')).status).toBe(200)
    expect((await ask('/web/reset')).status).toBe(405)
    expect((await ask('/web/sources.sha256')).status).toBe(404)
  })
})

it('leaves its place to a plain page where it was not built', async () => {
  const app = createApp({ ...nodeApp.ports, pageFiles: undefined })
  expect(await (await app.request('/web/')).text()).toContain('Play with Python')
})

it('is built by packages that the server does without', () => {
  const { dependencies } = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string> }
  expect(Object.keys(dependencies).filter((name) => /vite|preact|codemirror/.test(name))).toEqual(
    [],
  )
})
