import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { readBirdLayout } from './bird-layout.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-bird-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const write = (file: string, value: unknown) =>
  writeFileSync(join(dir, file), typeof value === 'string' ? value : JSON.stringify(value))
const read = (withEvidence = true) => readBirdLayout(dir, { withEvidence })

const row = { db_id: 'shop', question: 'How dear is tea?', SQL: 'SELECT 1' }

it('appends what its author says of the terms, or leaves it out', async () => {
  write('dev.json', [{ ...row, evidence: ' dear means price ' }, { ...row, evidence: '' }, row])
  expect((await read()).rows.map(({ question }) => question)).toEqual([
    'How dear is tea?\nEvidence: dear means price',
    'How dear is tea?',
    'How dear is tea?',
  ])
  const without = await read(false)
  expect(without.rows.map(({ question }) => question)).toEqual(
    without.rows.map(() => 'How dear is tea?'),
  )
  expect(without.about.source).toContain('evidence is left out')
})

it.each([
  ['dev.json', 'dev_databases'],
  ['mini_dev_sqlite.json', 'dev_databases'],
  ['train.json', 'train_databases'],
])('knows where the databases of %s lie', async (file, folder) => {
  write(file, [{ ...row, question_id: 17, difficulty: 'moderate' }])
  const layout = await read()
  expect(layout.databasePath('shop')).toBe(join(dir, folder, 'shop', 'shop.sqlite'))
  expect(layout.rows).toEqual([
    {
      databaseId: 'shop',
      query: 'SELECT 1',
      question: 'How dear is tea?',
      source: `BIRD ${file} row 0, question_id 17`,
    },
  ])
})

it('calls a database otherwise whose name is that of one of Spider’s', async () => {
  write('dev.json', [{ ...row, db_id: 'formula_1' }])
  write('dev_tables.json', [{ db_id: 'formula_1', table_names_original: ['races'] }])
  const layout = await read()
  expect(layout.rows[0]?.databaseId).toBe('bird_formula_1')
  expect(layout.tablesOf('bird_formula_1')).toEqual(['races'])
  expect(layout.databasePath('bird_formula_1')).toBe(
    join(dir, 'dev_databases', 'formula_1', 'formula_1.sqlite'),
  )
})

it.each([
  ['a row without SQL', [row, { ...row, SQL: undefined }], /^dev\.json, row 1, SQL: /],
  ['the rows of Spider', [{ ...row, SQL: undefined, query: 'SELECT 1' }], /row 0, SQL: /],
  ['a path as db_id', [{ ...row, db_id: '../etc' }], /^dev\.json, row 0, db_id: /],
  ['half a file', '[{"db_id"', /^dev\.json: /],
])('names file, row and field of %s, in one line', async (_case, value, message) => {
  write('dev.json', value)
  const error = await read().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'SourceError', message: expect.stringMatching(message) })
  expect(String(error)).not.toContain('\n')
})

it('refuses text that is not UTF-8', async () => {
  writeFileSync(join(dir, 'dev.json'), Buffer.from('[{"db_id":"caf\xE9"}]', 'latin1'))
  await expect(read()).rejects.toThrow(/^dev\.json: expected UTF-8 text$/)
})

it('refuses a folder without questions, with two parts, or with databases still packed', async () => {
  await expect(read()).rejects.toThrow(/^Expected one of dev\.json, mini_dev_sqlite\.json, /)
  write('dev.json', [row])
  write('dev_databases.zip', 'PK')
  await expect(read()).rejects.toThrow(/: unpack dev_databases\.zip first$/)
  mkdirSync(join(dir, 'dev_databases'))
  await expect(read()).resolves.toBeDefined()
  write('train.json', [row])
  await expect(read()).rejects.toThrow(/, got dev\.json and train\.json$/)
})
