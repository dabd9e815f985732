import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { loadData } from '../adapters/node/data-files.ts'
import { silentImport } from './import-progress.ts'
import { readFolderLayout } from './folder-layout.ts'
import { importLayout } from './import-layout.ts'

let dir: string
let dataDir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-import-'))
  dataDir = join(dir, 'data')
  mkdirSync(join(dir, 'mine'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const SHOP = `
  CREATE TABLE goods (name TEXT, price INTEGER, picture BLOB);
  INSERT INTO goods VALUES ('tea', 3, x'c0ffee'), ('salt', 9007199254740993, NULL)`

const fileOf = (databaseId: string) => join(dir, 'mine', `${databaseId}.sqlite`)
function addDatabase(databaseId: string, sql = SHOP) {
  const database = new Database(fileOf(databaseId))
  database.exec(sql)
  database.close()
}
function ask(...rows: readonly (readonly [databaseId: string, goldSql: string, more?: object])[]) {
  const lines = rows.map(([db_id, gold_sql, more], index) =>
    JSON.stringify({ db_id, gold_sql, question: `Question ${index}?`, ...more }),
  )
  writeFileSync(join(dir, 'mine', 'questions.jsonl'), lines.join('\n'))
}
const importIt = async (name = 'mine', judgeMs = 60_000) => {
  const layout = await readFolderLayout(join(dir, 'mine'), name)
  const deadlines = { judgeMs, openMs: 60_000, siblingsMs: 60_000 }
  return importLayout(layout, dataDir, silentImport, { deadlines })
}
const reasons = async () =>
  (await importIt()).setAside.map(({ databaseId, reason }) => `${databaseId}: ${reason}`)
const complaint = async (name?: string) => String(await importIt(name).catch((e: unknown) => e))

const PRICE = "SELECT price FROM goods WHERE name = 'tea'"

it('sets aside each database that is no good, with the reason, and keeps the rest', async () => {
  addDatabase('good')
  addDatabase('wal', `PRAGMA journal_mode = WAL; ${SHOP}`)
  addDatabase('empty', 'CREATE TABLE t (a); DROP TABLE t')
  addDatabase('half')
  writeFileSync(fileOf('half'), readFileSync(fileOf('half')).subarray(0, 4096))
  addDatabase('hot')
  writeFileSync(`${fileOf('hot')}-journal`, 'unfinished')
  writeFileSync(fileOf('renamed'), 'id,name\n1,tea\n')
  writeFileSync(fileOf('hollow'), '')
  mkdirSync(fileOf('folder'))
  const all = ['good', 'wal', 'empty', 'half', 'hot', 'renamed', 'hollow', 'folder', 'unknown']
  ask(...all.map((databaseId) => [databaseId, PRICE] as const))
  expect(await reasons()).toEqual([
    'wal: database unreadable: it is in WAL mode; convert it with PRAGMA journal_mode = DELETE',
    'empty: database has no tables',
    expect.stringMatching(/^half: database unreadable: (?:damaged|database disk image)/),
    'hot: database unreadable: a change of it was left half done; open it once with sqlite3',
    'renamed: database unreadable: file is not a database',
    'hollow: database has no tables',
    'folder: database unreadable: it is no file',
    'unknown: database missing',
  ])
  expect(readdirSync(join(dataDir, 'databases'))).toEqual(['good'])
  expect(loadData(dataDir).bank.datasets[0]?.questions).toHaveLength(1)
  // Nothing was laid beside the files of its owner.
  expect(readdirSync(join(dir, 'mine')).filter((name) => /-shm|-wal/.test(name))).toEqual([])
})

it('keeps gold that does not run, or does not end, as unfit, and goes on', async () => {
  addDatabase('shop')
  const count = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)'
  ask(
    ['shop', 'SELECT name FROM nowhere'],
    ['shop', 'SELEC 1'],
    ['shop', 'DELETE FROM goods'],
    ['shop', 'SELECT 1; SELECT 2'],
    ['shop', `${count} SELECT count(*) FROM c`],
    ['shop', PRICE],
  )
  const { kept } = await importIt('mine', 3000)
  expect(kept.map(({ question, failure }) => [question.flags.join(), failure])).toEqual([
    ['unfit:gold_fails', 'no such table: nowhere'],
    ['unfit:gold_fails', 'near "SELEC": syntax error'],
    ['unfit:gold_fails', 'refused: not_reading'],
    ['unfit:gold_fails', expect.stringMatching(/^refused: /)],
    ['unfit:gold_fails', 'took longer than 3 s'],
    [expect.not.stringContaining('unfit'), undefined],
  ])
})

it('keeps integers beyond 2^53, blobs and broken UTF-8 as they are', async () => {
  addDatabase(
    'odd',
    `${SHOP}; CREATE TABLE names (name TEXT);
     INSERT INTO names VALUES (CAST(x'54726579C3' AS TEXT))`,
  )
  ask(
    ['odd', "SELECT price FROM goods WHERE name = 'salt'"],
    ['odd', "SELECT picture FROM goods WHERE name = 'tea'"],
    ['odd', 'SELECT name FROM names'],
    ['odd', 'SELECT 9223372036854775807, -9223372036854775807 - 1, 9e999 FROM names'],
  )
  await importIt()
  const questions = loadData(dataDir).bank.datasets[0]?.questions ?? []
  expect(questions.map(({ goldAnswer }) => goldAnswer[0])).toEqual([
    [9007199254740993n],
    [Uint8Array.of(0xc0, 0xff, 0xee)],
    ['Trey\uFFFD'],
    [9223372036854775807n, -9223372036854775808n, Infinity],
  ])
  expect(questions.map(({ answerType }) => answerType)).toEqual([
    'integer',
    'string',
    'string',
    'table',
  ])
})

it('takes ids, splits and levels of its owner, and finds what is not said', async () => {
  addDatabase('shop')
  ask(
    ['shop', PRICE, { question_id: 'tea.1', split: 'train', difficulty: 'hard' }],
    ['shop', 'SELECT count(*) FROM goods', { split: 'test', difficulty: 'challenging' }],
    ['shop', 'SELECT name FROM goods'],
  )
  const { kept } = await importIt()
  const byHash = kept[2]?.question.split
  expect(kept.map(({ question: q }) => [q.questionId, q.split, q.difficulty])).toEqual([
    ['tea.1', 'train', 'hard'],
    ['mine_shop_test_001', 'test', 'easy'],
    [`mine_shop_${byHash}_002`, byHash, 'easy'],
  ])
})

it('refuses two questions of one id, in one file or of two data sets', async () => {
  addDatabase('shop')
  ask(['shop', PRICE, { question_id: 'a' }], ['shop', PRICE, { question_id: 'a' }])
  expect(await complaint()).toBe(
    'SourceError: Two questions have the id a: mine questions.jsonl line 1 and mine questions.jsonl line 2',
  )
  expect(existsSync(dataDir)).toBe(false)
  ask(['shop', PRICE, { question_id: 'a' }])
  await importIt()
  expect(await complaint('ours')).toBe(
    'SourceError: ours questions.jsonl line 1: the id a belongs to a question of data set mine',
  )
  expect(await importIt()).toMatchObject({ kept: [{}] })
})

it('shares a database with another data set, but never replaces one by another', async () => {
  addDatabase('shop')
  ask(['shop', PRICE])
  await importIt()
  expect((await importIt('same')).kept).toHaveLength(1)
  rmSync(fileOf('shop'))
  addDatabase('shop', `${SHOP}; DELETE FROM goods WHERE name = 'salt'`)
  addDatabase('other')
  ask(['shop', PRICE], ['other', PRICE])
  const before = readFileSync(join(dataDir, 'databases', 'shop', 'shop.sqlite'))
  expect(await reasons()).toEqual(['shop: data set same has another database of this name'])
  expect(readFileSync(join(dataDir, 'databases', 'shop', 'shop.sqlite')).equals(before)).toBe(true)
  expect(loadData(dataDir).bank.datasets).toHaveLength(2)
})

it('leaves the data folder as it was where nothing can be kept', async () => {
  addDatabase('shop')
  ask(['shop', PRICE])
  await importIt()
  const before = readdirSync(dataDir, { recursive: true })
  ask(['gone', PRICE])
  expect(await complaint()).toBe('SourceError: Nothing can be kept: database missing')
  expect(readdirSync(dataDir, { recursive: true })).toEqual(before)
})
