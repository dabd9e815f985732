import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { siblingPath, siblingPaths } from './sibling-files.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-sibling-files-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

it('lists the siblings of one data set', () => {
  const put = (dataset: string, databaseId: string, sibling: string): string => {
    const path = siblingPath(dataDir, dataset, databaseId, sibling)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
    return path
  }
  put('others', 'shop', 'g1')
  const ours = [put('shops', 'bakery', 'v1'), put('shops', 'shop', 'g1')]
  expect(siblingPaths(dataDir, 'shops')).toEqual(ours)
  expect(siblingPaths(dataDir, 'none')).toEqual([])
})
