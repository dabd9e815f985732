import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { testDataDir } from '../../../test/fixtures.ts'
import { needsBuiltin } from './builtin-need.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-need-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function addQuestions(...names: string[]) {
  mkdirSync(join(dir, 'questions'), { recursive: true })
  for (const name of names) writeFileSync(join(dir, 'questions', `${name}.jsonl`), '')
}

it('is true where nothing is there, and where a build is out of date', () => {
  expect(needsBuiltin(dir, undefined)).toBe(true)
  addQuestions('builtin', 'spider')
  expect(needsBuiltin(dir, undefined)).toBe(true)
})

it('is false where a build is as its sources are', () => {
  expect(needsBuiltin(testDataDir(), undefined)).toBe(false)
})

it('is false in a folder that holds only other data sets: it is its owner’s', () => {
  addQuestions('spider')
  expect(needsBuiltin(dir, undefined)).toBe(false)
  expect(needsBuiltin(dir, '')).toBe(false)
})

it('is decided by SQLENV_DATASETS where it is set', () => {
  expect(needsBuiltin(dir, 'spider')).toBe(false)
  expect(needsBuiltin(dir, 'spider,builtin')).toBe(true)
  addQuestions('builtin', 'spider')
  expect(needsBuiltin(dir, 'spider')).toBe(false)
})

it('says in one line that a name is none, or a folder', () => {
  expect(() => needsBuiltin(dir, 'a b')).toThrow(/^Expected SQLENV_DATASETS to be names .*got a b$/)
  expect(() => needsBuiltin('/nowhere', undefined)).toThrow(
    /^SQLENV_DATA_DIR \/nowhere is not a folder$/,
  )
  expect(() => needsBuiltin('/etc/passwd', undefined)).toThrow(
    /^SQLENV_DATA_DIR \/etc\/passwd is not a folder$/,
  )
})
