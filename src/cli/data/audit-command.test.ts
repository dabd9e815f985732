/** The audit of a small data set: every item planted and found, and data that do not hold together. */

import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { importLayout } from '../../datasets/import-layout.ts'
import { silentImport } from '../../datasets/import-progress.ts'
import { readFolderLayout } from '../../datasets/folder-layout.ts'
import { data } from './data.ts'

/** Some seconds for each import and audit, more on a busy machine. */
const SLOW_MS = 120_000

const SQLENV = join(import.meta.dirname, '..', 'sqlenv.js')

/** 1,500 rows, so that counting the pairs of them takes long. */
const SHOP = `
  CREATE TABLE goods (name TEXT PRIMARY KEY, price INTEGER, kind TEXT, note TEXT);
  INSERT INTO goods VALUES ('Nut', 3, 'a', NULL), ('Bolt', 5, 'a', NULL), ('Saw', 20, 'b', NULL),
    ('Axe', 31, 'c', NULL), ('Rope', 20, 'd', NULL), ('Glue', 9, 'd', NULL);
  CREATE TABLE days (day INTEGER PRIMARY KEY, sold INTEGER);
  WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1500)
    INSERT INTO days SELECT n, n * 7919 % 1000 FROM c;`

/** By the item that each has; `fine` has none. */
const PLANTED = {
  fine: "SELECT price FROM goods WHERE name = 'Glue'",
  'unfit:gold_fails': 'SELECT wage FROM goods',
  'unfit:empty': "SELECT price FROM goods WHERE name = 'Tea'",
  'unfit:null_only': 'SELECT max(note) FROM goods',
  'unfit:tie': 'SELECT name FROM goods WHERE price > 9 ORDER BY price LIMIT 1',
  'unfit:scan_order': 'SELECT name FROM goods LIMIT 2',
  'unfit:clock': "SELECT date('now'), name FROM goods",
  'unfit:chance': 'SELECT name FROM goods ORDER BY random()',
  'unfit:oversized': 'SELECT day FROM days',
  'weak:row_count': "SELECT count(*) FROM goods WHERE name <> 'Tea'",
  'weak:first_cell': 'SELECT name FROM goods WHERE price = 3',
  'weak:mutant_survives': "SELECT DISTINCT name FROM goods WHERE kind = 'a'",
  'weak:tables_differ':
    "SELECT g.name FROM goods g LEFT JOIN days d ON d.day = g.price WHERE g.kind = 'd'",
  'weak:common_answer': 'SELECT max(price) FROM goods',
  twin: "SELECT price FROM goods WHERE kind = 'c'",
  slow: 'SELECT sum(a.sold < b.sold) FROM days AS a, days AS b',
} as const

type Planted = keyof typeof PLANTED

const splitOf = (planted: Planted) => (planted === 'fine' ? 'test' : 'train')

/** Two of them ask the same in two splits. */
const textOf = (planted: Planted) =>
  ['fine', 'twin'].includes(planted) ? 'What does it cost in the shop?' : `What of ${planted}?`

let root: string
let dataDir: string

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sqlenv-audit-'))
  const source = join(root, 'shop')
  mkdirSync(source)
  const database = new Database(join(source, 'shop.sqlite'))
  database.exec(SHOP)
  database.close()
  const lines = (Object.keys(PLANTED) as Planted[]).map((planted) =>
    JSON.stringify({
      question_id: planted.replace(':', '.'),
      db_id: 'shop',
      question: textOf(planted),
      gold_sql: PLANTED[planted],
      split: splitOf(planted),
    }),
  )
  writeFileSync(join(source, 'questions.jsonl'), lines.join('\n'))
  await importLayout(await readFolderLayout(source, 'shop'), join(root, 'made'), silentImport)
}, SLOW_MS)
afterAll(() => rmSync(root, { recursive: true }))

let printed: string[]
let complaints: string[]

beforeEach(() => {
  dataDir = mkdtempSync(join(root, 'data-'))
  cpSync(join(root, 'made'), dataDir, { recursive: true })
  printed = []
  complaints = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void complaints.push(text))
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const audit = (...args: string[]) => data(['audit', ...args, '--data-dir', dataDir])
const questionsFile = () => join(dataDir, 'questions', 'shop.jsonl')
const siblingsFile = () => join(dataDir, 'questions', 'shop.siblings.jsonl')
const databaseFile = () => join(dataDir, 'databases', 'shop', 'shop.sqlite')

function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(from)
  writeFileSync(file, text.replace(from, to))
}

/** What the audit printed with `--json`: which questions each item concerns. */
function items(): Record<string, string[]> {
  const { datasets } = JSON.parse(printed.join()) as {
    datasets: { items: { item: string; findings: { question_id: string }[] }[] }[]
  }
  const found = datasets.flatMap((dataset) => dataset.items)
  return Object.fromEntries(
    found
      .filter(({ findings }) => findings.length > 0)
      .map(({ item, findings }) => [item, findings.map(({ question_id }) => question_id)]),
  )
}

describe('every item', { timeout: SLOW_MS }, () => {
  it('is found where it was planted (N1, N2, N3, V2, V16, V17), and only counted in data of others', async () => {
    expect(await audit('--json')).toBe(0)
    const found = items()
    for (const item of Object.keys(PLANTED)) {
      const id = item.replace(':', '.')
      if (item !== 'fine' && item !== 'twin') expect(found[item]).toContain(id)
    }
    expect(found['weak:common_answer']).toEqual(['weak.common_answer', 'twin'])
    expect(found['guessable']).toContain('fine')
    expect(found['near_duplicate']).toEqual(['fine'])
    expect(found['flags_differ'] ?? found['answer_differs']).toBeUndefined()
    expect(complaints).toEqual([])
  })

  it('fails in builtin: exit code 1, with the question and the item', async () => {
    for (const file of ['.jsonl', '.siblings.jsonl', '.about.json']) {
      renameSync(
        join(dataDir, 'questions', `shop${file}`),
        join(dataDir, 'questions', `builtin${file}`),
      )
    }
    renameSync(join(dataDir, 'siblings', 'shop'), join(dataDir, 'siblings', 'builtin'))
    expect(await audit('builtin')).toBe(1)
    expect(printed.join()).toMatch(/weak:row_count +\d+ +FAILS +weak\.row_count/)
    expect(complaints).toContain('builtin: unfit.tie unfit:tie')
  })
})

describe('data that are not as they say', { timeout: SLOW_MS }, () => {
  it.each<[string, () => void, string]>([
    [
      'a flag is missing',
      () => edit(questionsFile(), '"flags":["unfit:tie"]', '"flags":[]'),
      'shop: unfit.tie flags_differ (stored none, found unfit:tie)',
    ],
    [
      'an answer is another',
      () => edit(questionsFile(), '"gold_answer":[[9]]', '"gold_answer":[[8]]'),
      'shop: fine answer_differs (other rows)',
    ],
    [
      'a database is missing',
      () => rmSync(databaseFile()),
      'shop: fine database_unusable (database missing)',
    ],
    [
      'a database is cut short',
      () => truncateSync(databaseFile(), statSync(databaseFile()).size / 2),
      'shop: fine database_unusable (database unreadable: ',
    ],
    [
      'two questions have one id',
      () => edit(questionsFile(), '"question_id":"twin"', '"question_id":"fine"'),
      'shop: fine duplicate_id (twice)',
    ],
    [
      'another data set has the id',
      () => writeFileSync(join(dataDir, 'questions', 'zoo.jsonl'), '{"question_id":"fine"}\n'),
      'shop: fine duplicate_id (also of data set zoo)',
    ],
    [
      'a sibling is missing',
      () => rmSync(join(dataDir, 'siblings', 'shop', 'shop', 'v1.sqlite')),
      'shop: fine siblings_differ (no file of v1)',
    ],
    [
      'gold on a sibling is another',
      () => edit(siblingsFile(), /("question_id":"fine".*?"gold_answer":\[\[)\d+/, '$1123456'),
      'shop: fine siblings_differ (g',
    ],
    [
      'siblings are recorded of no question',
      () => edit(siblingsFile(), '"question_id":"fine"', '"question_id":"gone"'),
      'shop: gone siblings_differ (a record of no question)',
    ],
    [
      'a sibling is damaged',
      () => writeFileSync(join(dataDir, 'siblings', 'shop', 'shop', 'v2.sqlite'), 'x'.repeat(9999)),
      'shop: fine siblings_differ (v2: unreadable: ',
    ],
  ])('exit code 1, by name, where %s', async (_case, breakIt, complaint) => {
    breakIt()
    expect(await audit('shop')).toBe(1)
    expect(complaints).toContainEqual(expect.stringContaining(complaint))
    expect(complaints.every((line) => !line.includes('\n'))).toBe(true)
  })

  it('counts questions without a record of siblings, as data of an older version are', async () => {
    rmSync(siblingsFile())
    expect(await audit('shop', '--json')).toBe(0)
    expect(items()['siblings_missing']).toContain('fine')
  })
})

describe('what cannot be read', { timeout: SLOW_MS }, () => {
  it.each<[string, () => void, RegExp]>([
    [
      'a broken line of questions',
      () => edit(questionsFile(), /\n/, '\n{"question_id": \n'),
      /shop\.jsonl line 2: .*JSON/,
    ],
    [
      'a broken line of siblings',
      () => edit(siblingsFile(), /"grading":\[/, '"grading":[7,'),
      /shop\.siblings\.jsonl line 1: grading/,
    ],
    ['no questions at all', () => rmSync(questionsFile()), /^No questions in .*data -- build/],
    ['no data folder', () => rmSync(dataDir, { recursive: true }), /^Expected a folder, got /],
  ])('is named in one line, exit code 1: %s', async (_case, breakIt, complaint) => {
    breakIt()
    expect(await audit()).toBe(1)
    expect(complaints).toEqual([expect.stringMatching(complaint)])
    expect(printed).toEqual([])
  })

  it('names an unknown data set and those that are there, exit code 2', async () => {
    expect(await audit('shop', 'spider')).toBe(2)
    expect(complaints).toEqual([
      expect.stringMatching(/\(shop\), got spider \(see sqlenv data --help\)$/),
    ])
  })

  it('says at once that a document has no place for the report', async () => {
    const page = join(dataDir, 'page.md')
    writeFileSync(page, '# Page\n')
    expect(await audit('--docs', page)).toBe(1)
    expect(complaints).toEqual([
      `${page} has no marks <!-- begin generated: audit shop --> and … end …`,
    ])
  })
})

it(
  'writes its part of a document by the command itself, and tells how far it is',
  { timeout: SLOW_MS },
  async () => {
    const page = join(dataDir, 'page.md')
    writeFileSync(
      page,
      'Before\n<!-- begin generated: audit shop -->\nold\n<!-- end generated: audit shop -->\n',
    )
    const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>(
      (resolve, reject) => {
        const args = [SQLENV, 'data', 'audit', '--docs', page, '--data-dir', dataDir]
        execFile(process.execPath, args, (error, out, err) => {
          if (error === null) resolve({ stdout: out, stderr: err })
          else reject(error)
        })
      },
    )
    expect(stderr).toBe('shop: 16 questions\n')
    expect(stdout).toContain('shop: 16 questions over 1 databases, 8 drawn')
    expect(stdout).toMatch(/slow +\d+ +slow/)
    expect(stdout.trimEnd()).toMatch(/shop passes$/)
    const written = readFileSync(page, 'utf8')
    expect(written).toMatch(/^Before\n.*\| `unfit:tie` \| 1 \| unfit\.tie \|/s)
    expect(written).not.toMatch(/^old$|slow/m)
  },
)
