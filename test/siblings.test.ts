/** What is promised of the siblings of every database: see docs/siblings.md. */

import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'

import { openGoldDatabase } from '../src/datasets/gold-database.ts'
import { judgeGold } from '../src/datasets/gold-judgement.ts'
import { siblingPaths, siblingsFolder } from '../src/datasets/siblings/sibling-files.ts'
import { datasetOfFile } from '../src/questions/dataset-file-names.ts'
import { parseQuestionRecord } from '../src/questions/question-record.ts'
import { isUnfit } from '../src/questions/question.ts'
import { parseSiblingsRecord } from '../src/questions/siblings.ts'
import { testDataDir } from './fixtures.ts'

let dataDir: string

beforeAll(() => {
  dataDir = testDataDir()
})

function readLines(file: string): string[] {
  return readFileSync(join(dataDir, 'questions', file), 'utf8')
    .trimEnd()
    .split('\n')
}

function datasets() {
  const names = readdirSync(join(dataDir, 'questions')).flatMap((file) => datasetOfFile(file) ?? [])
  return names.map((name) => ({
    name,
    questions: readLines(`${name}.jsonl`)
      .map(parseQuestionRecord)
      .filter((question) => !isUnfit(question)),
    siblings: readLines(`${name}.siblings.jsonl`).map(parseSiblingsRecord),
  }))
}

/** Of all data sets: in the tests none shares a database with another. */
function siblingFiles(): Map<string, string[]> {
  const paths = readdirSync(join(dataDir, 'siblings')).flatMap((name) =>
    siblingPaths(dataDir, name),
  )
  return Map.groupBy(paths, (path) => basename(dirname(path)))
}

function originalFile(databaseId: string): string {
  return join(dataDir, 'databases', databaseId, `${databaseId}.sqlite`)
}

describe('the files', () => {
  it('are all different: none to grade by is one to play, or the original', () => {
    const databases = siblingFiles()
    const files = [...databases].flatMap(([id, siblings]) => siblings.concat(originalFile(id)))
    const hashes = files.map((file) =>
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    )
    expect(new Set(hashes).size).toBe(files.length)
    expect(files.length).toBeGreaterThan(8 * databases.size)
  })

  it('have the tables, indexes and views of their original, and nothing besides', () => {
    for (const [id, siblings] of siblingFiles()) {
      const expected = schemaOf(originalFile(id))
      for (const file of siblings) expect(schemaOf(file)).toEqual(expected)
    }
  })

  it('are whole, break no reference that their original keeps, and are small', () => {
    for (const [id, siblings] of siblingFiles()) {
      const areKept = brokenReferences(originalFile(id)) === 0
      for (const file of siblings) {
        const database = new Database(file, { readonly: true })
        expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
        database.close()
        if (areKept) expect([file, brokenReferences(file)]).toEqual([file, 0])
        expect(readFileSync(file).length).toBeLessThanOrEqual(1.5 * 1024 * 1024)
      }
    }
  })
})

describe('gold on siblings', () => {
  it('has a line for each question that is not unfit, in file order', () => {
    for (const { questions, siblings } of datasets()) {
      expect(siblings.map(({ questionId }) => questionId)).toEqual(
        questions.map(({ questionId }) => questionId),
      )
    }
  })

  it('is what gold returns there, and can be graded fairly', () => {
    for (const { name: dataset, questions, siblings } of datasets()) {
      const golds = new Map(questions.map(({ questionId, goldSql }) => [questionId, goldSql]))
      const byFile = new Map<string, { goldSql: string; expected: object }[]>()
      for (const [place, { questionId, grading, variants }] of siblings.entries()) {
        const named = [
          ...grading.map(({ sibling, ...gold }) => ({ name: sibling, gold })),
          ...variants.map(({ variant, ...gold }) => ({ name: `v${variant}`, gold })),
        ]
        const folder = join(siblingsFolder(dataDir, dataset), questions[place]?.databaseId ?? '')
        for (const { name, gold } of named) {
          const file = join(folder, `${name}.sqlite`)
          const list = byFile.get(file) ?? []
          list.push({ goldSql: golds.get(questionId) ?? '', expected: { ...gold, unfit: [] } })
          byFile.set(file, list)
        }
      }
      for (const [file, expectations] of byFile) {
        using database = openGoldDatabase(file)
        // One in five, since each takes seconds for all.
        for (const { goldSql, expected } of expectations.filter((_, index) => index % 5 === 0)) {
          expect(judgeGold(database, goldSql)).toMatchObject(expected)
        }
      }
    }
  })

  it('is another than on the original for nearly all questions', () => {
    for (const { questions, siblings } of datasets()) {
      const twice = siblings.filter(({ grading }, place) => {
        const { goldAnswer } = questions[place] ?? { goldAnswer: [] }
        return grading.filter(({ rows }) => !sameText(rows, goldAnswer)).length >= 2
      })
      expect(twice.length / questions.length).toBeGreaterThanOrEqual(0.95)
    }
  })
})

function schemaOf(file: string): string[] {
  const database = new Database(file, { readonly: true })
  const sql = database
    .prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL')
    .pluck()
    .all()
  database.close()
  return sql.sort()
}

function brokenReferences(file: string): number {
  const database = new Database(file, { readonly: true })
  const broken = database.pragma('foreign_key_check')
  database.close()
  return Array.isArray(broken) ? broken.length : 0
}

function sameText(a: readonly unknown[], b: readonly unknown[]): boolean {
  return String(a) === String(b)
}
