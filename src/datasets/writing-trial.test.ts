import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { tryWriting } from './writing-trial.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-trial-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

it('leaves everything as it was, whether the folders are there or not', async () => {
  await tryWriting(join(dir, 'not', 'there'))
  expect(readdirSync(dir)).toEqual([])
  mkdirSync(join(dir, 'questions'))
  await tryWriting(dir)
  expect(readdirSync(dir, { recursive: true })).toEqual(['questions'])
})

it.each([
  ['the data folder', []],
  ['the folder of the databases', ['databases']],
  ['the folder of the questions', ['questions']],
])('names %s where it is a file', async (_case, names) => {
  const file = join(dir, 'data', ...names)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  await expect(tryWriting(join(dir, 'data'))).rejects.toThrow(
    `Expected a folder that can be written to, got ${file} (ENOTDIR: not a directory)`,
  )
})

it('names what another folder would be made in', async () => {
  const file = join(dir, 'file')
  writeFileSync(file, '')
  await expect(tryWriting(join(file, 'data'))).rejects.toThrow(`got ${file} (ENOTDIR`)
})
