import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { readFolderLayout } from './folder-layout.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-own-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const write = (file: string, text: string) => writeFileSync(join(dir, file), text)
const row = { db_id: 'shop', question: 'One?', gold_sql: 'SELECT 1' }
const line = (more: object = {}) => JSON.stringify({ ...row, ...more })

it('reads a line each, also as other people call the fields and end the lines', async () => {
  write(
    'questions.jsonl',
    [
      `\uFEFF${line()}`,
      '',
      line({ gold_sql: undefined, query: 'SELECT 2', unknown: [] }),
      line({ gold_sql: undefined, SQL: 'SELECT 3', question_id: 'q.3', split: 'test' }),
      line({ question: undefined, question_text: 'Four?', difficulty: 'extra' }),
    ].join('\r\n'),
  )
  const { rows } = await readFolderLayout(dir, 'mine')
  expect(rows.map(({ query }) => query)).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 3', 'SELECT 1'])
  expect(rows[1]).toMatchObject({ source: 'mine questions.jsonl line 3' })
  expect(rows[2]).toMatchObject({ questionId: 'q.3', split: 'test' })
  expect(rows[3]).toMatchObject({ question: 'Four?', difficulty: 'extra' })
})

it('finds a database beside the questions or in a folder of its name', async () => {
  write('questions.jsonl', line())
  write('shop.sqlite', '')
  write('bar.db', '')
  mkdirSync(join(dir, 'inn'))
  write('inn/inn.sqlite3', '')
  const layout = await readFolderLayout(dir, 'mine')
  expect(layout.databasePath('shop')).toBe(join(dir, 'shop.sqlite'))
  expect(layout.databasePath('bar')).toBe(join(dir, 'bar.db'))
  expect(layout.databasePath('inn')).toBe(join(dir, 'inn', 'inn.sqlite3'))
  mkdirSync(join(dir, 'shop'))
  write('shop/shop.sqlite', '')
  await expect(readFolderLayout(dir, 'mine')).rejects.toThrow(/^Two files are the database shop: /)
})

it('lets what about.json says travel with the data, and says what nobody said', async () => {
  write('questions.jsonl', line())
  expect((await readFolderLayout(dir, 'mine')).about).toMatchObject({
    name: 'mine',
    title: 'mine',
    license: 'NOASSERTION',
    attribution: 'Not stated',
    homepage: 'about:blank',
  })
  const own = {
    title: 'Our shop',
    license: 'CC0-1.0',
    attribution: 'Ann',
    homepage: 'https://a.b/',
  }
  write('about.json', JSON.stringify({ ...own, name: 'ignored' }))
  expect((await readFolderLayout(dir, 'mine')).about).toMatchObject({ ...own, name: 'mine' })
  write('about.json', JSON.stringify({ homepage: 'nowhere' }))
  await expect(readFolderLayout(dir, 'mine')).rejects.toThrow(/^about\.json, homepage: /)
  write('about.json', JSON.stringify({ homepage: 'javascript:alert(1)' }))
  await expect(readFolderLayout(dir, 'mine')).rejects.toThrow(/^about\.json, homepage: /)
})

it.each([
  ['no SQL', line({ gold_sql: undefined }), /^questions\.jsonl, line 1, gold_sql: /],
  ['a number for SQL', line({ gold_sql: 7 }), /^questions\.jsonl, line 1, gold_sql: /],
  ['a path as db_id', line({ db_id: '../../etc/passwd' }), /^questions\.jsonl, line 1, db_id: /],
  ['an absolute path', line({ db_id: '/etc/passwd' }), /^questions\.jsonl, line 1, db_id: /],
  ['a NUL', line({ db_id: 'a\0b' }), /^questions\.jsonl, line 1, db_id: /],
  ['an unknown split', line({ split: 'dev' }), /^questions\.jsonl, line 1, split: /],
  ['an id with blanks', line({ question_id: 'a b' }), /^questions\.jsonl, line 1, question_id: /],
  ['half a line', `${line()}\n{"db_id":`, /^questions\.jsonl, line 2: /],
  ['a list', `[${line()}]`, /^questions\.jsonl, line 1/],
])('names the line and field of %s, in one line', async (_case, text, message) => {
  write('questions.jsonl', text)
  const error = await readFolderLayout(dir, 'mine').catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'SourceError', message: expect.stringMatching(message) })
  expect(String(error)).not.toContain('\n')
})

it('refuses a folder without questions, and names that are none or taken', async () => {
  await expect(readFolderLayout(dir, 'mine')).rejects.toThrow(/^Expected questions\.jsonl in /)
  write('questions.jsonl', line())
  await expect(readFolderLayout(dir, 'a b')).rejects.toThrow(/^Expected --name with .* got "a b"$/)
  await expect(readFolderLayout(dir, 'x'.repeat(31))).rejects.toThrow(/^Expected --name with up to/)
  await expect(readFolderLayout(dir, 'spider')).rejects.toThrow(/a name of your own, got spider$/)
})
