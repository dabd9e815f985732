/** A small data folder of our own, made anew for each test file: three employees, five questions. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import Database from 'better-sqlite3'

import { databasePathIn } from '../src/adapters/node/data-files.ts'
import { toQuestionRecord } from '../src/questions/question-record.ts'
import type { Question } from '../src/questions/question.ts'

export type CompanyData = { readonly dataDir: string; readonly remove: () => void }

const SCHEMA = `
  CREATE TABLE department (name TEXT PRIMARY KEY, floor INTEGER);
  CREATE TABLE employee (
    id INTEGER PRIMARY KEY,
    name TEXT,
    department TEXT REFERENCES department(name),
    salary REAL
  );
  INSERT INTO department VALUES ('Engineering', 3), ('Sales', 1);
  INSERT INTO employee VALUES
    (1, 'Alice', 'Engineering', 99.5), (2, 'Bob', 'Engineering', 100.0), (3, 'Cara', 'Sales', 100.5);
`

const common = {
  databaseId: 'company',
  difficulty: 'easy',
  tablesInvolved: ['employee'],
  split: 'train',
  rowOrderMatters: false,
  flags: [],
  source: 'by hand',
  license: 'MIT',
} as const

export const COMPANY_QUESTIONS: readonly Question[] = [
  {
    ...common,
    questionId: 'company_001',
    questionText: 'How many employees are there?',
    goldSql: 'SELECT count(*) FROM employee',
    goldColumns: ['count(*)'],
    goldAnswer: [[3n]],
    answerType: 'integer',
  },
  {
    ...common,
    questionId: 'company_002',
    questionText: 'Who works in engineering?',
    goldSql: 'SELECT name FROM employee WHERE department = "Engineering"',
    goldColumns: ['name'],
    goldAnswer: [['Alice'], ['Bob']],
    answerType: 'list',
    difficulty: 'medium',
  },
  {
    ...common,
    questionId: 'company_003',
    questionText: 'What does Bob earn?',
    goldSql: "SELECT salary FROM employee WHERE name = 'Bob'",
    goldColumns: ['salary'],
    goldAnswer: [[100.0]],
    answerType: 'float',
    split: 'test',
  },
  {
    ...common,
    questionId: 'company_004',
    questionText: 'Name and salary of everyone, best paid first.',
    goldSql: 'SELECT name, salary FROM employee ORDER BY salary DESC',
    goldColumns: ['name', 'salary'],
    goldAnswer: [
      ['Cara', 100.5],
      ['Bob', 100.0],
      ['Alice', 99.5],
    ],
    answerType: 'table',
    rowOrderMatters: true,
  },
  {
    ...common,
    questionId: 'company_005',
    questionText: 'Who works in legal?',
    goldSql: "SELECT name FROM employee WHERE department = 'Legal'",
    goldColumns: ['name'],
    goldAnswer: [],
    answerType: 'list',
    flags: ['unfit:empty'],
  },
]

export function makeCompanyData(): CompanyData {
  const dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-company-'))
  const databaseFile = databasePathIn(dataDir, 'company')
  mkdirSync(dirname(databaseFile), { recursive: true })
  mkdirSync(join(dataDir, 'questions'))
  const database = new Database(databaseFile)
  database.exec(SCHEMA)
  database.close()
  writeFileSync(
    join(dataDir, 'questions', 'company.jsonl'),
    COMPANY_QUESTIONS.map((question) => `${toQuestionRecord(question)}\n`).join(''),
  )
  writeFileSync(
    join(dataDir, 'questions', 'company.about.json'),
    JSON.stringify({
      name: 'company',
      title: 'A company of three',
      license: 'MIT',
      attribution: 'The SQLEnv authors',
      homepage: 'https://example.org/company',
      source: 'test/company-data.ts',
    }),
  )
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}
