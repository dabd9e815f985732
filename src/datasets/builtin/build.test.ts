import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { copyBuiltin } from '../../../test/builtin-data.ts'
import { testDataDir } from '../../../test/fixtures.ts'
import { ANSWER_TYPES, DIFFICULTIES, SPLITS } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import { parseQuestionRecord, toQuestionRecord } from '../../questions/question-record.ts'
import { rowsToJson } from '../../sql/cell.ts'
import { formatAnswer } from '../../verify/answer-formats.ts'
import type { Gold } from '../../verify/gold.ts'
import { gradeAnswer } from '../../verify/grade-answer.ts'
import { databasePath, questionsPath } from '../dataset-files.ts'
import type { ImportReport } from '../import-report.ts'
import type { BuiltQuestion } from '../question-build.ts'
import { siblingPath, siblingsRecordsPath } from '../siblings/sibling-files.ts'
import { isBuiltinCurrent } from './build-stamp.ts'
import { buildBuiltin, refuseFailing } from './build.ts'
import { BUILTIN_DATABASES } from './databases.ts'
import { makeDatabase } from './make-database.ts'

/** Every gold query is judged, which takes long where other work goes on. */
const BUILD_MS_MAX = 300_000

let dataDir: string
let build: ImportReport
let questions: readonly Question[]

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'sqlenv-builtin-test-'))
  build = await buildBuiltin(dataDir)
  const lines = (await readFile(questionsPath(dataDir, 'builtin'), 'utf8')).trimEnd().split('\n')
  questions = lines.map(parseQuestionRecord)
}, BUILD_MS_MAX)
afterAll(() => rm(dataDir, { recursive: true, force: true }))

describe('the build', () => {
  it('tells how much it wrote', () => {
    expect(build.kept).toHaveLength(questions.length)
    expect(build.setAside).toEqual([])
    expect(build.siblings.databases.map(({ databaseId, note }) => [databaseId, note])).toEqual(
      BUILTIN_DATABASES.map(({ databaseId }) => [databaseId, '']),
    )
  })

  it('writes the same bytes again, also in another process', async () => {
    // What all tests read was built before them, by another process.
    const otherDir = await mkdtemp(path.join(tmpdir(), 'sqlenv-builtin-test-'))
    try {
      await copyBuiltin(testDataDir(), otherDir)
      expect(await readFiles(otherDir)).toEqual(await readFiles(dataDir))
    } finally {
      await rm(otherDir, { recursive: true, force: true })
    }
    for (const database of BUILTIN_DATABASES) {
      const file = await readFile(databasePath(dataDir, database.databaseId))
      expect(makeDatabase(database).equals(file)).toBe(true)
    }
  })

  it('leaves nothing half-written behind', async () => {
    const files = await readdir(dataDir, { recursive: true })
    expect(files.filter((file) => file.includes('.tmp'))).toEqual([])
  })

  it('fails by name on a question that has an item of the audit, or is set aside', () => {
    const [fit] = questions
    if (fit === undefined) throw new Error('no questions')
    const fine = questions.map(foundFine)
    const tied: Question = { ...fit, questionId: 'zoo_012', flags: ['unfit:tie'] }
    const failing: Question = { ...fit, questionId: 'zoo_013', flags: ['unfit:gold_fails'] }
    const weak: Question = { ...fit, questionId: 'zoo_014', flags: ['weak:row_count'] }
    const findings = (...more: BuiltQuestion[]) => ({
      kept: [...fine, ...more],
      setAside: [],
      tables: new Map(),
    })
    expect(() => refuseFailing(findings())).not.toThrow()
    expect(() =>
      refuseFailing({
        ...findings(
          foundFine(tied),
          { ...foundFine(failing), failure: 'no such table: lion' },
          { ...foundFine(weak), runsMs: [90, 80, 85] },
        ),
        setAside: [{ databaseId: 'yard', source: 'question 3', reason: 'database missing' }],
      }),
    ).toThrow(
      'The built-in data fail their audit: question 3: database missing; zoo_012 unfit:tie; ' +
        'zoo_013 unfit:gold_fails (no such table: lion); zoo_014 weak:row_count; ' +
        'zoo_014 slow (85 ms, and never 50 or less)',
    )
  })
})

describe('isBuiltinCurrent', () => {
  it('is true after a build, and false where there was none', () => {
    expect(isBuiltinCurrent(dataDir)).toBe(true)
    expect(isBuiltinCurrent(path.join(dataDir, 'elsewhere'))).toBe(false)
  })

  it.each([
    ['a database', databasePath('', BUILTIN_DATABASES[0]?.databaseId ?? '')],
    ['the questions', questionsPath('', 'builtin')],
    ['a sibling', siblingPath('', 'builtin', BUILTIN_DATABASES[0]?.databaseId ?? '', 'g1')],
    ['gold on the siblings', siblingsRecordsPath('', 'builtin')],
    ['the stamp', path.join('questions', 'builtin.stamp.json')],
  ])('is false once %s is damaged or gone', async (_case, name) => {
    const file = path.join(dataDir, name)
    const bytes = await readFile(file)
    try {
      await writeFile(file, bytes.subarray(0, bytes.length / 2))
      expect(isBuiltinCurrent(dataDir)).toBe(false)
      await unlink(file)
      expect(isBuiltinCurrent(dataDir)).toBe(false)
    } finally {
      await writeFile(file, bytes)
    }
    expect(isBuiltinCurrent(dataDir)).toBe(true)
  })

  it('is false once there is a sibling too many', async () => {
    const file = path.join(
      dataDir,
      siblingPath('', 'builtin', BUILTIN_DATABASES[0]?.databaseId ?? '', 'g9'),
    )
    await writeFile(file, '')
    expect(isBuiltinCurrent(dataDir)).toBe(false)
    await unlink(file)
    expect(isBuiltinCurrent(dataDir)).toBe(true)
  })

  it('is false once the sources have changed', async () => {
    const file = path.join(dataDir, 'questions', 'builtin.stamp.json')
    const stamp = await readFile(file, 'utf8')
    try {
      await writeFile(file, stamp.replace(/"inputs": "\w{4}/, '"inputs": "0000'))
      expect(isBuiltinCurrent(dataDir)).toBe(false)
    } finally {
      await writeFile(file, stamp)
    }
  })
})

describe('the siblings', () => {
  it('differ from each other and from the databases, byte for byte', async () => {
    const files = await readFiles(dataDir)
    const databases = Object.entries(files).filter(([name]) => name.endsWith('.sqlite'))
    expect(databases.length).toBeGreaterThanOrEqual(8 * BUILTIN_DATABASES.length)
    expect(new Set(databases.map(([, bytes]) => bytes)).size).toBe(databases.length)
  })

  it('tell something of nearly all questions', () => {
    const judged = build.siblings.databases.flatMap((database) => database.questions)
    const shareWith = (count: number): number =>
      judged.filter(({ differingCount }) => differingCount >= count).length / judged.length
    expect(judged.length).toBe(questions.length)
    expect(shareWith(1)).toBeGreaterThanOrEqual(0.98)
    expect(shareWith(2)).toBeGreaterThanOrEqual(0.95)
  })
})

describe('the questions', () => {
  it('are 720 or more over twelve databases or more, each database wholly in one split', () => {
    expect(questions.length).toBeGreaterThanOrEqual(720)
    const databases = Map.groupBy(questions, ({ databaseId }) => databaseId)
    expect(databases.size).toBeGreaterThanOrEqual(12)
    for (const ofDatabase of databases.values()) {
      expect(ofDatabase.length).toBeGreaterThanOrEqual(60)
      expect(new Set(ofDatabase.map(({ split }) => split)).size).toBe(1)
    }
    expect(new Set(questions.map(({ split }) => split))).toEqual(new Set(SPLITS))
  })

  it('read three tables or more in a third of all cases', () => {
    expect(share(({ tablesInvolved }) => tablesInvolved.length >= 3)).toBeGreaterThanOrEqual(1 / 3)
  })

  it('have each difficulty at least 15 times in a hundred, and each type of answer', () => {
    for (const difficulty of DIFFICULTIES) {
      expect(share((question) => question.difficulty === difficulty)).toBeGreaterThanOrEqual(0.15)
    }
    for (const answerType of ANSWER_TYPES) {
      expect(share((question) => question.answerType === answerType)).toBeGreaterThanOrEqual(0.15)
    }
  })

  it('read three tables or more in a third of all cases', () => {
    expect(share(({ tablesInvolved }) => tablesInvolved.length >= 3)).toBeGreaterThanOrEqual(1 / 3)
  })

  it('have no flag: gradable, not guessable, and told apart from every slip by the data', () => {
    expect(questions.filter(({ flags }) => flags.length > 0)).toEqual([])
  })

  it('ask nothing twice: texts, golds and the answers within a database differ', () => {
    const keys = questions.flatMap(({ questionText, goldSql, databaseId, goldAnswer }) => [
      questionText,
      goldSql,
      `${databaseId} ${rowsToJson(goldAnswer)}`,
    ])
    expect(new Set(keys).size).toBe(3 * questions.length)
  })

  it('say how to sort where the order of rows matters', () => {
    const words =
      /first|alphabetical|order of|from the (?:earliest|oldest|longest)|lowest|at the top/
    const silent = questions.filter(
      ({ rowOrderMatters, questionText }) => rowOrderMatters && !words.test(questionText),
    )
    expect(silent.map(({ questionId }) => questionId)).toEqual([])
  })

  it('are solved by their gold answer in every documented format', () => {
    const refused = questions.flatMap((question) =>
      [...formatAnswer(question.goldColumns, question.goldAnswer)]
        .filter(([, text]) => !gradeAnswer(text, toGold(question), 'strict').isCorrect)
        .map(([format]) => `${question.questionId} as ${format}`),
    )
    expect(refused).toEqual([])
  })

  it('come back from their records as they were', () => {
    const records = questions.map(toQuestionRecord)
    expect(records.map(parseQuestionRecord)).toEqual(questions)
  })
})

function foundFine(question: Question): BuiltQuestion {
  return { question, failure: undefined, runsMs: [1] }
}

function share(isWanted: (question: Question) => boolean): number {
  return questions.filter(isWanted).length / questions.length
}

function toGold({ goldColumns, goldAnswer, rowOrderMatters }: Question): Gold {
  return { columns: goldColumns, rows: goldAnswer, rowOrderMatters }
}

async function readFiles(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const contents = await Promise.all(
    files
      .sort()
      .map(
        async (file) => [path.relative(directory, file), await readFile(file, 'latin1')] as const,
      ),
  )
  return Object.fromEntries(contents)
}
