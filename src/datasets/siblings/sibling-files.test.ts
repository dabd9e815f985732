import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { parseSiblingsRecord } from '../../questions/siblings.ts'
import {
  putSiblings,
  putSiblingsRecords,
  siblingPaths,
  siblingsRecordsPath,
} from './sibling-files.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-sibling-files-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

it('puts all siblings of a database in the place of those before', async () => {
  const bytes = new Uint8Array([1])
  await putSiblings(
    dataDir,
    'shop',
    new Map([
      ['g1', bytes],
      ['g2', bytes],
    ]),
  )
  await putSiblings(
    dataDir,
    'shop',
    new Map([
      ['g1', bytes],
      ['v1', new Uint8Array([2])],
    ]),
  )
  const files = ['g1', 'v1'].map((name) => join(dataDir, 'siblings', 'shop', `${name}.sqlite`))
  expect(siblingPaths(dataDir, 'shop')).toEqual(files)
  expect(readFileSync(files[1] ?? '')).toEqual(Buffer.from([2]))
  expect(readdirSync(join(dataDir, 'siblings'))).toEqual(['shop'])
})

it('leaves nothing where a database has none any more', async () => {
  await putSiblings(dataDir, 'shop', new Map([['g1', new Uint8Array([1])]]))
  await putSiblings(dataDir, 'shop', new Map())
  expect(siblingPaths(dataDir, 'shop')).toEqual([])
})

it('writes a line for each question, in the order given', async () => {
  const gold = { rows: [['Ayr', 2n]], orderMatters: false }
  const questions = ['shop_002', 'shop_001'].map((questionId) => ({
    questionId,
    siblings: { grading: [{ sibling: 'g2', ...gold }], variants: [{ variant: 1, ...gold }] },
    differingCount: 1,
    others: [],
    slipCount: 0,
    slipsToldApart: 0,
  }))
  await putSiblingsRecords(dataDir, 'shops', questions)
  const lines = readFileSync(siblingsRecordsPath(dataDir, 'shops'), 'utf8').trimEnd().split('\n')
  expect(lines.map(parseSiblingsRecord)).toEqual(
    questions.map(({ questionId, siblings }) => Object.assign({ questionId }, siblings)),
  )
})
