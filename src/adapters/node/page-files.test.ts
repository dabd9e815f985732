import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { readPageFiles } from './page-files.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlenv-page-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('finds no page where none was built', () => {
  expect(readPageFiles(folder)).toBeUndefined()
  expect(readPageFiles(join(folder, 'absent'))).toBeUndefined()
})

it('reads what is sent, each file with its compressed forms, and nothing else', () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), 'page')
  writeFileSync(join(folder, 'sources.sha256'), 'stamp')
  writeFileSync(join(folder, 'assets', 'a-1.js'), 'script')
  writeFileSync(join(folder, 'assets', 'a-1.js.br'), 'br')
  writeFileSync(join(folder, 'assets', 'a-1.js.gz'), 'gz')
  const files = readPageFiles(folder)
  expect([...(files?.keys() ?? [])]).toEqual(['assets/a-1.js', 'index.html'])
  expect(files?.get('assets/a-1.js')).toEqual({
    contentType: 'text/javascript; charset=utf-8',
    bodies: {
      identity: Uint8Array.from(Buffer.from('script')),
      br: Uint8Array.from(Buffer.from('br')),
      gzip: Uint8Array.from(Buffer.from('gz')),
    },
    etag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
    isImmutable: true,
  })
  expect(files?.get('index.html')).toMatchObject({ isImmutable: false })
})

it('gives another tag to other bytes', () => {
  writeFileSync(join(folder, 'index.html'), 'one')
  const before = readPageFiles(folder)?.get('index.html')?.etag
  writeFileSync(join(folder, 'index.html'), 'two')
  expect(readPageFiles(folder)?.get('index.html')?.etag).not.toBe(before)
})
