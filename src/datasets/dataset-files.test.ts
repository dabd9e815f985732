import { existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import {
  aboutPath,
  databasePath,
  putDatabase,
  putQuestions,
  questionsPath,
} from './dataset-files.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-files-'))
})

afterEach(() => {
  rmSync(dataDir, { recursive: true })
})

const about = {
  name: 'mine',
  title: 'Mine',
  license: 'MIT',
  attribution: 'me',
  homepage: 'https://example.org/',
  source: 'by hand',
}

it('puts a database from a file or from bytes, in the place of an older one', async () => {
  await putDatabase(dataDir, 'shop', Buffer.from('old'))
  await putDatabase(dataDir, 'copy', databasePath(dataDir, 'shop'))
  await putDatabase(dataDir, 'shop', Buffer.from('new'))
  expect(readFileSync(databasePath(dataDir, 'shop'), 'utf8')).toBe('new')
  expect(readFileSync(databasePath(dataDir, 'copy'), 'utf8')).toBe('old')
  expect(readdirSync(join(dataDir, 'databases', 'shop'))).toEqual(['shop.sqlite'])
})

it('leaves what was there, and nothing half-written, when it fails', async () => {
  await putDatabase(dataDir, 'shop', Buffer.from('old'))
  await expect(putDatabase(dataDir, 'shop', join(dataDir, 'absent'))).rejects.toThrow('ENOENT')
  expect(readFileSync(databasePath(dataDir, 'shop'), 'utf8')).toBe('old')
  expect(readdirSync(join(dataDir, 'databases', 'shop'))).toEqual(['shop.sqlite'])
})

it('puts no questions where the licence could not be put', async () => {
  mkdirSync(aboutPath(dataDir, 'mine'), { recursive: true })
  await expect(putQuestions(dataDir, about, [])).rejects.toThrow()
  expect(existsSync(questionsPath(dataDir, 'mine'))).toBe(false)
})
