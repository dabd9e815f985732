import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Question } from '../../questions/question.ts'
import { toQuestionRecord } from '../../questions/question-record.ts'
import { makeCorpusData } from './failures/corpus-shop.ts'
import { measureGrader, meetsAim } from './grader-measure.ts'

const names: Question = {
  questionId: 'names',
  questionText: 'Who is there?',
  databaseId: 'people',
  goldSql: 'SELECT name, age FROM people',
  goldColumns: ['name', 'age'],
  goldAnswer: [
    ['Ann', 30n],
    ['Bo', 41n],
  ],
  answerType: 'table',
  difficulty: 'easy',
  tablesInvolved: ['people'],
  split: 'train',
  rowOrderMatters: false,
  flags: [],
  source: 'by hand',
  license: 'MIT',
}
const mean: Question = {
  ...names,
  questionId: 'mean',
  goldColumns: ['avg(age)'],
  goldAnswer: [[35.5]],
  answerType: 'float',
}
const unfit: Question = { ...names, questionId: 'unfit', goldAnswer: [], flags: ['unfit:empty'] }
/** Its mutants cannot be told from gold: a value that is also the name of its column. */
const ambiguous: Question = {
  ...mean,
  questionId: 'ambiguous',
  goldColumns: ['name'],
  goldAnswer: [['name']],
  answerType: 'string',
}

describe('measuring the grader', () => {
  it('counts gold in every format, and the mutants of each question that is not unfit', () => {
    const measure = measureGrader('people', [names, mean, unfit])
    expect(measure.questionCount).toBe(2)
    expect(measure.gold.each.get('numbered')?.questionCount).toBe(1)
    expect(measure.gold.all).toMatchObject({ answerCount: 9, decidedCount: { strict: 9 } })
    expect(measure.mutants.each.get('rows shuffled that have none')?.answerCount).toBe(5)
    expect(measure.misjudged).toEqual([])
    expect(meetsAim(measure)).toBe(true)
  })

  it('names what was decided wrongly, and says when that is too much', () => {
    const measure = measureGrader('people', [ambiguous])
    expect(measure.misjudged).toEqual([
      { questionId: 'ambiguous', written: 'a row doubled', format: 'lines' },
    ])
    expect(meetsAim(measure)).toBe(false)
  })
})

const COMMAND = fileURLToPath(new URL('../sqlenv.js', import.meta.url))

describe('sqlenv verify-report', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verify-report-'))
    await mkdir(join(folder, 'data', 'questions'), { recursive: true })
    await mkdir(join(folder, 'docs'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function writeQuestions(...questions: readonly Question[]): Promise<void> {
    const lines = questions.map((question) => `${toQuestionRecord(question)}\n`)
    await writeFile(join(folder, 'data', 'questions', 'people.jsonl'), lines.join(''))
  }

  type Exit = { readonly code: number; readonly stdout: string; readonly stderr: string }

  function run(...args: readonly string[]): Promise<Exit> {
    const { SQLENV_DATA_DIR: _, ...env } = process.env
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [COMMAND, 'verify-report', ...args],
        { cwd: folder, env },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      )
    })
  }

  it('prints the tables and writes them between the marks of the document', async () => {
    await writeQuestions(names, mean)
    const document = join(folder, 'docs', 'verification.md')
    const marks = ['begin', 'end'].map((end) => `<!-- ${end} generated: npm run verify:report -->`)
    await writeFile(document, `# Before\n\n${marks.join('\nold\n')}\n\nAfter\n`)
    const { code, stdout } = await run('--questions', '0', '--write')
    expect(code).toBe(0)
    expect(stdout).toContain('### people: 2 questions')
    expect(stdout).toMatch(/\| all +\| +2 \| +9 \| +9 \(100\.00 %\) \|/)
    expect(stdout).toContain('Decided wrongly by strict grading: none.')
    const written = await readFile(document, 'utf8')
    expect(written).toBe(`# Before\n\n${marks.join(`\n\n${stdout.trim()}\n\n`)}\n\nAfter\n`)
  })

  it('fails where an answer is decided wrongly, and names it', async () => {
    await writeQuestions(names, ambiguous)
    const { code, stdout } = await run('--data-dir', 'data', '--questions', '0')
    expect(code).toBe(1)
    expect(stdout).toContain('- ambiguous: a row doubled, as lines')
  })

  it('names the line that holds no question, and a document without marks', async () => {
    await writeFile(join(folder, 'data', 'questions', 'people.jsonl'), '{}\n')
    const broken = await run()
    expect(broken.code).toBe(1)
    expect(broken.stderr).toMatch(/^data\/questions\/people\.jsonl line 1: question_id: .*\n$/)
    await writeQuestions(names)
    await writeFile(join(folder, 'docs', 'verification.md'), '# Nothing\n')
    expect(await run('--questions', '0', '--write')).toMatchObject({
      code: 1,
      stderr: 'docs/verification.md has no marks for npm run verify:report\n',
    })
  })

  it('says what is missing, and what it does not know', async () => {
    expect(await run('--data-dir', 'nowhere')).toMatchObject({
      code: 1,
      stderr: 'No questions in nowhere: run "npm run data -- build" first\n',
    })
    expect(await run('--loud')).toMatchObject({ code: 2, stdout: '' })
    expect(await run('--questions', '1e3')).toMatchObject({
      code: 2,
      stderr: 'Expected --questions to be a number from 0 to 1000000, got 1e3 (see --help)\n',
    })
    expect((await run('--help')).stdout).toContain('--write')
  })

  it(
    'tries queries through real episodes, and writes the SQL of what passed',
    {
      timeout: 120_000,
    },
    async () => {
      const shop = join(folder, 'shop')
      const dataDir = await makeCorpusData(shop)
      const { code, stdout, stderr } = await run(
        '--data-dir',
        dataDir,
        '--questions',
        '6',
        '--sql',
        'wrong.jsonl',
      )
      expect(stderr).toContain('shop: queries tried on 6 questions')
      expect(stdout).toContain('### corpus: wrong queries')
      expect(stdout).toMatch(/\| all pinned +\| +[1-9]/)
      expect(stdout).toContain('Rewrites that are not gold everywhere: none.')
      expect(stdout).toMatch(/\| all +\| +\d+ \| +0 \| +\d+ \| +0 \|\n/)
      const lines = (await readFile(join(folder, 'wrong.jsonl'), 'utf8')).split('\n').slice(0, -1)
      const accepted = lines.map((line) => JSON.parse(line) as { decided: string })
      expect(accepted.every(({ decided }) => decided === 'wrong, accepted')).toBe(true)
      expect(code).toBe(0)
      await rm(shop, { recursive: true })
    },
  )
})
