/** Spider from a folder, an archive and the network, and its databases in the layouts of others. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { data } from '../src/cli/data/data.ts'
import { parseDatasetAbout } from '../src/questions/dataset-about.ts'
import { parseQuestionRecord } from '../src/questions/question-record.ts'
import type { Question } from '../src/questions/question.ts'
import { cutAfter, startArchiveServer } from './archive-server.ts'
import type { Answer, ArchiveServer } from './archive-server.ts'
import { testDataDir } from './fixtures.ts'
import { entriesOf } from './folder-entries.ts'
import { layOutAsBird, layOutAsFolder, layOutAsKaggleDbqa } from './relaid-spider.ts'
import { spiderDir } from './spider-dir.ts'
import { zipOf } from './zip-writer.ts'

const TEN = 10

let dir: string
let dataDir: string
let printed: string[]
let complaints: string[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-sources-'))
  dataDir = join(dir, 'data')
  printed = []
  complaints = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void complaints.push(text))
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dir, { recursive: true })
})

const run = (...words: string[]) =>
  data(['import', ...words, '--data-dir', dataDir, '--cache-dir', join(dir, 'cache')])
const fileOf = (path: string) => readFileSync(join(dataDir, path))
const questionsOf = (name: string, folder = dataDir): Question[] =>
  readFileSync(join(folder, 'questions', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(parseQuestionRecord)
const aboutOf = (name: string) =>
  parseDatasetAbout(fileOf(join('questions', `${name}.about.json`)).toString())

// Each runs all golds once or twice, and each gold several times.
describe.skipIf(spiderDir === undefined)('Spider (SPIDER_DIR)', { timeout: 120_000 }, () => {
  const isAsFromFolder = () => {
    const file = join('questions', 'spider.jsonl')
    const { length } = readdirSync(join(dataDir, 'databases'))
    expect(length).toBe(TEN)
    expect(readdirSync(dataDir).toSorted()).toEqual(['databases', 'questions', 'siblings'])
    return fileOf(file).equals(readFileSync(join(testDataDir(), file)))
  }
  let archive: Buffer
  let server: ArchiveServer

  beforeAll(async () => {
    archive = zipOf([
      { name: 'spider_data/' },
      { name: '__MACOSX/spider_data/._dev.json', content: 'x' },
      ...entriesOf(spiderDir ?? '', 'spider_data/'),
    ])
    server = await startArchiveServer(archive)
  })
  afterAll(() => server.close())

  it('imports the same from a zip archive as from a folder', async () => {
    writeFileSync(join(dir, 'spider.zip'), archive)
    const sha256 = createHash('sha256').update(archive).digest('hex')
    expect(await run('spider', '--from', join(dir, 'spider.zip'), '--sha256', sha256)).toBe(0)
    expect(isAsFromFolder()).toBe(true)
    expect(printed.join()).toMatch(/all +676 +546/)
  })

  it('imports the same from the second address, though the connection is cut', async () => {
    const isGone: Answer = (response) => response.writeHead(404).end()
    server.answer(isGone, cutAfter(20_000), cutAfter(20_000))
    const addresses = `${server.url.href}?gone ${server.url.href}`
    expect(await run('spider', '--from', addresses)).toBe(0)
    expect(server.ranges).toEqual(['', '', 'bytes=20000-', 'bytes=40000-'])
    expect(isAsFromFolder()).toBe(true)
    expect(readdirSync(join(dir, 'cache'))).toEqual([])
  })

  it('knows an archive by what is served, and holds ten databases to their checksums', async () => {
    const address = new URL('/download?id=7', server.url).href
    expect(await run('spider', '--pinned', '--from', address)).toBe(0)
    expect(isAsFromFolder()).toBe(true)
  })

  it.each<[string, Answer, RegExp]>([
    [
      'a page with status 200',
      (response) => response.end('<!doctype html>\n<title>Sign in</title>'),
      /is no zip archive: it begins with "<!doctype html>"$/,
    ],
    [
      'a length that is too small',
      (response, content) => {
        response.socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n')
        response.socket?.end(content)
      },
      /is no whole zip archive: /,
    ],
  ])('refuses %s in one line; nothing is written', async (_case, answer, message) => {
    server.answer(answer)
    expect(await run('spider', '--from', server.url.href)).toBe(1)
    expect(complaints).toEqual([expect.stringMatching(message)])
    expect(existsSync(dataDir)).toBe(false)
    expect(readdirSync(join(dir, 'cache')).filter((name) => name.endsWith('.json'))).toEqual([])
  })

  it('imports the real databases in the layout of BIRD, from a folder and an archive', async () => {
    const folder = join(dir, 'minidev', 'MINIDEV')
    layOutAsBird(folder)
    expect(await run('bird', '--from', folder)).toBe(0)
    const fromFolder = fileOf('questions/bird.jsonl')
    const questions = questionsOf('bird')
    const spider = questionsOf('spider', testDataDir())
    const facts = ({ goldAnswer, difficulty, flags, split, goldSql }: Question) => {
      return { goldAnswer, difficulty, flags, split, goldSql }
    }
    expect(questions.map(facts)).toEqual(spider.map(facts))
    expect(questions[1]).toMatchObject({
      questionId: 'bird_concert_singer_test_001',
      questionText: `${spider[1]?.questionText}\nEvidence: row 1 counts`,
      source: 'BIRD mini_dev_sqlite.json row 1, question_id 1',
      license: 'CC-BY-SA-4.0',
    })
    expect(aboutOf('bird')).toMatchObject({
      license: 'CC-BY-SA-4.0',
      attribution: expect.stringContaining('Jinyang Li'),
      homepage: 'https://bird-bench.github.io/',
    })
    writeFileSync(join(dir, 'minidev.zip'), zipOf(entriesOf(join(dir, 'minidev'), 'minidev/')))
    expect(await run('bird', '--from', join(dir, 'minidev.zip'))).toBe(0)
    expect(fileOf('questions/bird.jsonl').equals(fromFolder)).toBe(true)
  })

  it('imports them in the layout of KaggleDBQA, each question once', async () => {
    layOutAsKaggleDbqa(join(dir, 'kaggle'))
    expect(await run('kaggle-dbqa', '--from', join(dir, 'kaggle'))).toBe(0)
    const questions = questionsOf('kaggle-dbqa')
    expect(questions).toHaveLength(676)
    expect(questions[0]).toMatchObject({
      questionId: 'kaggle_car_1_train_000',
      source: 'KaggleDBQA examples/car_1.json row 0',
    })
    expect(aboutOf('kaggle-dbqa')).toMatchObject({
      license: 'CC-BY-SA-4.0',
      attribution: expect.stringContaining('Chia-Hsuan Lee'),
    })
  })

  it('imports them as a folder of one’s own, beside Spider', async () => {
    expect(await run('spider', '--from', spiderDir ?? '')).toBe(0)
    mkdirSync(join(dir, 'mine'))
    layOutAsFolder(join(dir, 'mine'))
    expect(await run('folder', '--from', join(dir, 'mine'))).toBe(0)
    const questions = questionsOf('mine')
    expect(questions).toHaveLength(676)
    expect(questions[0]).toMatchObject({
      questionId: 'mine_concert_singer_test_000',
      source: 'mine questions.jsonl line 1',
      license: 'NOASSERTION',
    })
    expect(aboutOf('spider').license).toBe('CC-BY-SA-4.0')
  })
})
