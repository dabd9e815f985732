import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { readSpiderLayout } from './spider-layout.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-layout-'))
})

afterEach(() => {
  rmSync(dir, { recursive: true })
})

const write = (file: string, value: unknown) =>
  writeFileSync(join(dir, file), typeof value === 'string' ? value : JSON.stringify(value))

const row = { db_id: 'shop', query: 'SELECT 1', question: 'One?' }

it('needs three fields of a row and keeps the order of files: dev, train, others', async () => {
  write('train_others.json', [{ ...row, question: 'Three?' }])
  write('train_spider.json', [{ ...row, question: 'Two?', sql: {}, query_toks: [] }])
  write('dev.json', [row])
  const { rows } = await readSpiderLayout(dir)
  expect(rows.map(({ file, row: index, question }) => [file, index, question])).toEqual([
    ['dev.json', 0, 'One?'],
    ['train_spider.json', 0, 'Two?'],
    ['train_others.json', 0, 'Three?'],
  ])
})

it('takes no offence at a byte order mark', async () => {
  write('dev.json', `\uFEFF${JSON.stringify([row])}`)
  expect((await readSpiderLayout(dir)).rows).toHaveLength(1)
})

it('knows the tables of the databases that tables.json names', async () => {
  write('dev.json', [row])
  write('tables.json', [{ db_id: 'shop', table_names_original: ['goods'], column_types: [] }])
  const layout = await readSpiderLayout(dir)
  expect(layout.tablesOf('shop')).toEqual(['goods'])
  expect(layout.tablesOf('other')).toEqual([])
  expect(layout.databasePath('shop')).toBe(join(dir, 'database', 'shop', 'shop.sqlite'))
})

it.each([
  [
    'a row without a question',
    [row, { db_id: 'shop', query: 'SELECT 1' }],
    /^dev\.json, row 1, question: /,
  ],
  ['a number for SQL', [{ ...row, query: 7 }], /^dev\.json, row 0, query: /],
  ['an empty question', [{ ...row, question: '' }], /^dev\.json, row 0, question: /],
  ['a path as db_id (S8)', [{ ...row, db_id: '../../etc/passwd' }], /^dev\.json, row 0, db_id: /],
  ['a dot as db_id (S8)', [{ ...row, db_id: '..' }], /^dev\.json, row 0, db_id: /],
  ['no list', { rows: [row] }, /^dev\.json: /],
  ['half a file', '[{"db_id": "shop",', /^dev\.json: /],
])('names file, row and field of %s, in one line', async (_case, value, message) => {
  write('dev.json', value)
  const error = await readSpiderLayout(dir).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'SourceError', message: expect.stringMatching(message) })
  expect(String(error)).not.toContain('\n')
})

it.each([
  ['a folder that is not there', '/nowhere', /\/nowhere, which does not exist/],
  ['a folder without questions', tmpdir(), /^Expected one of dev\.json, /],
])('refuses %s', async (_case, path, message) => {
  await expect(readSpiderLayout(path)).rejects.toThrow(message)
})
