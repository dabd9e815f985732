import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { toMarkdown, withGenerated } from '../src/datasets/import-markdown.ts'
import type { ImportReport } from '../src/datasets/import-report.ts'
import { importSpider } from '../src/datasets/spider-import.ts'
import { silentImport } from '../src/datasets/import-progress.ts'
import { parseDatasetAbout } from '../src/questions/dataset-about.ts'
import { parseQuestionRecord } from '../src/questions/question-record.ts'
import { isUnfit } from '../src/questions/question.ts'
import type { Flag, Question } from '../src/questions/question.ts'
import { normalizeSql } from '../src/sql/tokens.ts'
import { spiderDir } from './spider-dir.ts'

describe.skipIf(spiderDir === undefined)('importing the shared Spider files (SPIDER_DIR)', () => {
  const dir = spiderDir ?? ''
  const dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-spider-'))
  let report: ImportReport
  let questions: readonly Question[]
  let facts: readonly Fact[]

  beforeAll(async () => {
    report = await importSpider(dir, dataDir, silentImport)
    questions = linesOf(join(dataDir, 'questions', 'spider.jsonl')).map(parseQuestionRecord)
    facts = linesOf(join(dir, 'verification.jsonl')).map((line) => JSON.parse(line))
  })
  afterAll(() => rmSync(dataDir, { recursive: true }))

  /** Each question beside what is known of it: both are in file order. */
  const withFacts = () =>
    questions.flatMap((question, index) => {
      const fact = facts[index]
      return fact === undefined ? [] : [{ question, fact }]
    })
  const withFlag = (flag: Flag) => questions.filter(({ flags }) => flags.includes(flag))

  it('keeps all 676 questions, at least 545 of them fit', () => {
    expect(questions).toHaveLength(676)
    expect(report.setAside).toEqual([])
    expect(questions.filter((question) => !isUnfit(question)).length).toBeGreaterThanOrEqual(545)
    expect(facts).toHaveLength(676)
  })

  it('finds what every gold returns: its kind, its rows, its columns', () => {
    const different = withFacts().filter(
      ({ question, fact }) =>
        question.goldAnswer.length !== fact.rows ||
        question.goldColumns.length !== fact.cols ||
        resultOf(question) !== fact.result ||
        `${question.source} ${question.databaseId}` !==
          `Spider ${fact.file} row ${fact.row} ${fact.db_id}`,
    )
    expect(different).toEqual([])
  })

  it('computes the published difficulty of every question', () => {
    const different = withFacts().filter(({ question, fact }) => {
      return question.difficulty !== fact.hardness
    })
    expect(different).toEqual([])
  })

  it('finds exactly the 28 ties under LIMIT (N1)', () => {
    const known = withFacts().filter(({ fact }) => fact.limit_tie_ambiguous === true)
    expect(known).toHaveLength(28)
    expect(withFlag('unfit:tie')).toEqual(known.map(({ question }) => question))
  })

  it('marks the 40 empty golds (V2) and those that show only NULL', () => {
    const emptyCount = withFacts().filter(({ fact }) => fact.result === 'empty').length
    expect(withFlag('unfit:empty')).toHaveLength(emptyCount)
    expect(emptyCount).toBe(40)
    expect(withFlag('unfit:null_only').flatMap(({ goldAnswer }) => goldAnswer.flat())).toEqual(
      withFlag('unfit:null_only').flatMap(({ goldAnswer }) => goldAnswer.flat().map(() => null)),
    )
  })

  it('takes last digits of a float for no change (N6)', () => {
    const lastDigits = withFacts().filter(({ fact }) => fact.scan_order_changes === 'set')
    expect(lastDigits).toHaveLength(4)
    expect(lastDigits.filter(({ question }) => isUnfit(question))).toEqual([])
  })

  it('says that order matters only where gold orders several rows', () => {
    const ordered = withFacts().filter(({ question }) => question.rowOrderMatters)
    expect(ordered.length).toBeGreaterThan(20)
    expect(ordered.filter(({ fact }) => fact.order_by !== true || fact.rows < 2)).toEqual([])
  })

  it('holds whole databases out, and never parts questions that share gold SQL', () => {
    const splitsOf = (keyOf: (question: Question) => string) =>
      [...Map.groupBy(questions, keyOf)].map(([key, group]) => ({
        key,
        splits: [...new Set(group.map(({ split }) => split))],
      }))
    const byDatabase = splitsOf(({ databaseId }) => databaseId)
    const databasesOf = (split: string) =>
      byDatabase.filter(({ splits }) => splits.join() === split).map(({ key }) => key)
    expect(databasesOf('test').sort()).toEqual(['concert_singer', 'world_1'])
    expect(databasesOf('validation')).toEqual(['pets_1'])
    expect(databasesOf('train')).toHaveLength(7)
    const byGold = splitsOf(({ goldSql }) => normalizeSql(goldSql))
    expect(byGold.filter(({ splits }) => splits.length > 1)).toEqual([])
  })

  it('gives every question an id of its own', () => {
    const ids = questions.map(({ questionId }) => questionId)
    expect(new Set(ids).size).toBe(676)
    expect(ids[0]).toBe('concert_singer_test_000')
  })

  it('copies databases byte for byte, and lets licence and attribution travel', () => {
    for (const databaseId of new Set(questions.map((question) => question.databaseId))) {
      const file = join(databaseId, `${databaseId}.sqlite`)
      const copy = readFileSync(join(dataDir, 'databases', file))
      expect(copy.equals(readFileSync(join(dir, 'database', file)))).toBe(true)
    }
    const about = parseDatasetAbout(
      readFileSync(join(dataDir, 'questions', 'spider.about.json'), 'utf8'),
    )
    expect(about.license).toBe('CC-BY-SA-4.0')
    expect(about.attribution).toContain('Tao Yu')
    expect(new Set(questions.map(({ license }) => license))).toEqual(new Set(['CC-BY-SA-4.0']))
  })

  it('writes the same bytes each time', { timeout: 300_000 }, async () => {
    const again = mkdtempSync(join(tmpdir(), 'sqlenv-spider-'))
    await importSpider(dir, again, silentImport)
    const file = join('questions', 'spider.jsonl')
    expect(readFileSync(join(again, file)).equals(readFileSync(join(dataDir, file)))).toBe(true)
    rmSync(again, { recursive: true })
  })

  it('is what docs/data.md lists', () => {
    const document = readFileSync(join(import.meta.dirname, '..', 'docs', 'data.md'), 'utf8')
    expect(withGenerated(document, 'spider', toMarkdown(report))).toBe(document)
  })
})

describe.skipIf(spiderDir === undefined)('a folder that is not whole (SPIDER_DIR)', () => {
  const published = (databaseId: string) =>
    join(spiderDir ?? '', 'database', databaseId, `${databaseId}.sqlite`)
  let dir: string
  let dataDir: string

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'sqlenv-layout-'))
    dataDir = join(dir, 'data')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const ask = (db_id: string, query = 'SELECT count(*) FROM singer') => ({
    db_id,
    query,
    question: 'How many?',
  })
  const writeRows = (rows: unknown) => writeFileSync(join(dir, 'dev.json'), JSON.stringify(rows))
  const addDatabase = (databaseId: string, content?: Buffer) => {
    mkdirSync(join(dir, 'database', databaseId), { recursive: true })
    const path = join(dir, 'database', databaseId, `${databaseId}.sqlite`)
    if (content === undefined) cpSync(published(databaseId), path)
    else writeFileSync(path, content)
  }
  const reasons = async () => {
    const { setAside } = await importSpider(dir, dataDir, silentImport)
    return setAside.map(({ databaseId, reason }) => `${databaseId}: ${reason}`)
  }

  it('sets the questions of missing and damaged databases aside, and keeps the others', async () => {
    writeRows([ask('concert_singer'), ask('gone'), ask('page'), ask('pets_1'), ask('hollow')])
    writeFileSync(
      join(dir, 'tables.json'),
      JSON.stringify([{ db_id: 'hollow', table_names_original: ['singer'] }]),
    )
    addDatabase('concert_singer')
    addDatabase('page', Buffer.from('<html>Not found</html>'.repeat(100)))
    addDatabase('pets_1', readFileSync(published('pets_1')).subarray(0, 6000))
    addDatabase('hollow', Buffer.alloc(0))
    expect(await reasons()).toEqual([
      'gone: database missing',
      'page: database unreadable: file is not a database',
      expect.stringMatching(/^pets_1: database unreadable: /),
      'hollow: database lacks the table singer that tables.json names',
    ])
    expect(existsSync(join(dataDir, 'databases', 'concert_singer'))).toBe(true)
    expect(existsSync(join(dataDir, 'databases', 'page'))).toBe(false)
  })

  it('keeps gold that does not run as unfit, with the reason', async () => {
    writeRows([
      ask('concert_singer', 'SELECT x FROM nowhere'),
      ask('concert_singer', 'DROP TABLE singer'),
    ])
    addDatabase('concert_singer')
    const { kept } = await importSpider(dir, dataDir, silentImport)
    expect(kept.map(({ question, failure }) => [question.flags, failure])).toEqual([
      [['unfit:gold_fails'], 'no such table: nowhere'],
      [['unfit:gold_fails'], 'refused: not_reading'],
    ])
    const copy = readFileSync(join(dataDir, 'databases/concert_singer/concert_singer.sqlite'))
    expect(copy.equals(readFileSync(published('concert_singer')))).toBe(true)
  })

  it('writes nothing when nothing can be kept', async () => {
    writeRows([ask('gone')])
    await expect(reasons()).rejects.toThrow(/can be kept: database missing$/)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('keeps the questions of an earlier import when a later one fails', async () => {
    writeRows([ask('concert_singer')])
    addDatabase('concert_singer')
    await importSpider(dir, dataDir, silentImport)
    writeRows([ask('../concert_singer')])
    await expect(reasons()).rejects.toThrow(/^dev\.json, row 0, db_id: /)
    expect(linesOf(join(dataDir, 'questions', 'spider.jsonl'))).toHaveLength(1)
  })
})

/** What verification.jsonl says of a question. */
type Fact = {
  readonly file: string
  readonly row: number
  readonly db_id: string
  readonly hardness: string
  readonly result: string
  readonly rows: number
  readonly cols: number
  readonly order_by?: boolean
  readonly limit_tie_ambiguous?: boolean
  readonly scan_order_changes?: 'order' | 'set'
}

/** The kinds of verification.jsonl, which knows more of them than we do. */
function resultOf({ goldAnswer, answerType }: Question): string {
  if (goldAnswer.length === 0) return 'empty'
  const isOneValue = goldAnswer.flat().length === 1
  if (isOneValue && goldAnswer[0]?.[0] === null) return 'null'
  return answerType === 'table' && goldAnswer.length === 1 ? 'row' : answerType
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trim().split('\n')
}
