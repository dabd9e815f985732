/** Folders of a fuzz: data to attack, a working folder, and ways to the data that SQL may name. */

import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

import Database from 'better-sqlite3'

import { databasePathIn } from '../../src/adapters/node/data-files.ts'
import { toQuestionRecord } from '../../src/questions/question-record.ts'
import { COMPANY_QUESTIONS, makeCompanyData } from '../company-data.ts'
import { CORPUS_DATABASE } from '../sql-corpus.ts'

export type FuzzPlace = {
  readonly dataDir: string
  /** What SQL may try to write to or read from: relative, absolute, and the data by another name. */
  readonly paths: readonly string[]
  /** What no reply may contain: gold SQL, and where the data lie. */
  readonly secrets: readonly string[]
  /** Changes when a file does, or one comes or goes: in the data, the working folder or elsewhere. */
  fingerprint(): string
  remove(): void
}

/** In no SQL that a fuzz makes, so a reply that has it got it from gold. */
const GOLD_MARK = 'gold-5e3c'

/** Makes its working folder the process's own until it is removed. */
export function makeFuzzPlace(): FuzzPlace {
  const { dataDir, remove: removeData } = makeCompanyData()
  addCorpus(dataDir)
  const folder = mkdtempSync(join(tmpdir(), 'sqlenv-fuzz-'))
  const workingFolder = join(folder, 'working')
  const elsewhere = join(folder, 'elsewhere')
  // Replies repeat SQL, and so the path in it, but where the link leads is still a secret.
  const door = join(folder, 'door')
  mkdirSync(workingFolder)
  mkdirSync(elsewhere)
  symlinkSync(dataDir, door)
  const before = process.cwd()
  process.chdir(workingFolder)
  return {
    dataDir,
    paths: [
      'copy.sqlite',
      '../elsewhere/copy.sqlite',
      join(elsewhere, 'copy.sqlite'),
      join(door, 'copy.sqlite'),
      databasePathIn(door, 'corpus'),
      `${databasePathIn(door, 'company')}-journal`,
      join(door, 'questions', 'corpus.jsonl'),
      `file:${join(elsewhere, 'copy.sqlite')}?mode=rwc`,
      `file:${databasePathIn(door, 'corpus')}?mode=rw&immutable=1`,
      '',
      ':memory:',
      '/etc/passwd',
    ],
    secrets: [GOLD_MARK, basename(dataDir)],
    fingerprint: () => [dataDir, folder].map(fingerprintOf).join('\n'),
    remove: () => {
      process.chdir(before)
      rmSync(folder, { recursive: true, force: true })
      removeData()
    },
  }
}

function addCorpus(dataDir: string): void {
  const databaseFile = databasePathIn(dataDir, 'corpus')
  mkdirSync(dirname(databaseFile), { recursive: true })
  const database = new Database(databaseFile)
  database.exec(CORPUS_DATABASE)
  database.close()
  const record = toQuestionRecord({
    questionId: 'corpus_001',
    questionText: 'What is the name of the heaviest pet?',
    databaseId: 'corpus',
    goldSql: `SELECT name FROM pet WHERE '${GOLD_MARK}' <> '' ORDER BY weight DESC LIMIT 1`,
    goldColumns: ['name'],
    goldAnswer: [['Rex']],
    answerType: 'string',
    difficulty: 'easy',
    tablesInvolved: ['pet'],
    split: 'train',
    rowOrderMatters: false,
    flags: [],
    source: 'by hand',
    license: 'MIT',
  })
  const marked = COMPANY_QUESTIONS.map((question) =>
    toQuestionRecord({ ...question, goldSql: `${question.goldSql} -- ${GOLD_MARK}` }),
  )
  const questions = join(dataDir, 'questions')
  writeFileSync(join(questions, 'corpus.jsonl'), `${record}\n`)
  writeFileSync(join(questions, 'company.jsonl'), marked.map((line) => `${line}\n`).join(''))
  const about = readFileSync(join(questions, 'company.about.json'), 'utf8')
  writeFileSync(join(questions, 'corpus.about.json'), about.replace('"company"', '"corpus"'))
}

/** Every file below a folder by its name and SHA-256. Links are names, and not followed. */
function fingerprintOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return entry.isFile()
        ? `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
        : path
    })
    .sort()
    .join('\n')
}
