import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { Question } from '../../questions/question.ts'
import { openGoldDatabase } from '../gold-database.ts'
import { buildQuestions } from '../question-build.ts'
import { makeDatabaseSiblings } from './database-siblings.ts'
import type { DatabaseSiblings } from './database-siblings.ts'

const SCHEMA = `
  CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE person (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER CHECK (age BETWEEN 18 AND 60),
    town_id INTEGER NOT NULL REFERENCES town (id)
  );`

const GOLDS = [
  'SELECT count(*) FROM person WHERE age >= 40',
  "SELECT p.name FROM person AS p JOIN town AS t ON t.id = p.town_id WHERE t.name = 'Ayr' ORDER BY p.age, p.id",
  'SELECT t.name FROM town AS t JOIN person AS p ON p.town_id = t.id GROUP BY t.id ORDER BY count(*) DESC LIMIT 1',
  'SELECT count(*) FROM person WHERE age > 17',
]

let directory: string
let path: string
let questions: Question[]
let made: DatabaseSiblings

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sqlenv-database-siblings-'))
  path = join(directory, 'club.sqlite')
  const database = new Database(path)
  database.exec(SCHEMA)
  const towns = ['Ayr', 'Bath', 'Cork', 'Derry']
  for (const town of towns) database.prepare('INSERT INTO town (name) VALUES (?)').run(town)
  const insert = database.prepare('INSERT INTO person (name, age, town_id) VALUES (?, ?, ?)')
  for (let index = 0; index < 30; index += 1) {
    insert.run(`${'ABCDEF'[index % 6]}da Roux`, 18 + ((index * 11) % 43), 1 + ((index * index) % 4))
  }
  database.close()
  using golds = openGoldDatabase(path)
  const drafts = GOLDS.map((goldSql, index) => ({
    questionId: `club_${index}`,
    questionText: goldSql,
    databaseId: 'club',
    goldSql,
    split: 'train' as const,
    source: 'by hand',
    license: 'MIT',
  }))
  questions = buildQuestions(golds, drafts).map(({ question }) => question)
  made = makeDatabaseSiblings(path, 'club', questions)
})
afterAll(() => rmSync(directory, { recursive: true }))

it('makes four to six siblings to grade by and three to play', () => {
  const names = [...made.files.keys()]
  expect(names.filter((name) => name.startsWith('g')).length).toBeGreaterThanOrEqual(4)
  expect(names.filter((name) => name.startsWith('v'))).toEqual(['v1', 'v2', 'v3'])
  expect(made.note).toBe('')
})

it('lists what gold returns there, most telling first', () => {
  for (const { siblings, differingCount, questionId } of made.questions) {
    const question = questions.find((other) => other.questionId === questionId)
    for (const { sibling, rows } of siblings.grading) {
      const file = join(directory, `${sibling}.sqlite`)
      writeFileSync(file, made.files.get(sibling) ?? '')
      using golds = openGoldDatabase(file)
      expect(golds.run(question?.goldSql ?? '')).toMatchObject({ table: { rows } })
    }
    expect(siblings.grading.length).toBeLessThanOrEqual(3)
    expect(differingCount).toBeGreaterThanOrEqual(2)
  }
})

it('tells a slip apart that the database as shipped does not', () => {
  // All are older than 17, and so is everybody with one demand fewer.
  const [, , , everybody] = made.questions
  expect(everybody?.slipCount).toBeGreaterThan(0)
  const [atLeastForty] = made.questions
  expect(atLeastForty?.slipsToldApart).toBe(atLeastForty?.slipCount)
})

it('keeps CHECKs: what they refuse is left out', () => {
  for (const [name, bytes] of made.files) {
    const file = join(directory, `${name}.sqlite`)
    writeFileSync(file, bytes)
    const database = new Database(file, { readonly: true })
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(database.pragma('foreign_key_check')).toEqual([])
    database.close()
  }
})

it('makes the same again', () => {
  expect(makeDatabaseSiblings(path, 'club', questions)).toEqual(made)
})

it('makes none of a database that it cannot fill, and says why', () => {
  const file = join(directory, 'pages.sqlite')
  const database = new Database(file)
  database.exec('CREATE VIRTUAL TABLE pages USING fts5 (body)')
  database.close()
  const none = makeDatabaseSiblings(file, 'pages', questions.slice(0, 1))
  expect(none.note).toBe('pages is a virtual table')
  expect(none.files.size).toBe(0)
  expect(none.questions[0]?.siblings).toEqual({ grading: [], variants: [] })
})
