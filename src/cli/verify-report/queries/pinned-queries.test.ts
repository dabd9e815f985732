import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { parseQuery } from '../../../datasets/sql-syntax.ts'
import { createRandom } from '../../../datasets/builtin/random.ts'
import type { Question } from '../../../questions/question.ts'
import type { Row } from '../../../sql/cell.ts'
import { pinnedQueries } from './pinned-queries.ts'
import { rowsBehind } from './row-reader.ts'
import { wrongQueries } from './wrong-queries.ts'

const people: Question = {
  questionId: 'people_001',
  questionText: 'Who is there?',
  databaseId: 'people',
  goldSql: "SELECT name FROM person WHERE town = 'Oslo'",
  goldColumns: ['name'],
  goldAnswer: [['Ann'], ["O'Hara"]],
  answerType: 'list',
  difficulty: 'easy',
  tablesInvolved: ['person'],
  split: 'train',
  rowOrderMatters: false,
  flags: [],
  source: 'by hand',
  license: 'MIT',
}

let database: Database.Database
beforeAll(() => {
  database = new Database(':memory:')
  database.exec(`
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, town TEXT);
    INSERT INTO person VALUES (4, 'Ann', 'Oslo'), (7, 'Bo', 'Bergen'), (9, 'O''Hara', 'Oslo');
  `)
})
afterAll(() => database.close())

function rowsOf(sql: string): readonly Row[] {
  return database.prepare<[], Row>(sql).raw().safeIntegers().all()
}

function pinned(question: Question) {
  const columns = ['id', 'name', 'town'].map((name) => {
    return { name, type: '', isPrimaryKey: false, references: null }
  })
  const schema = { databaseId: 'people', tables: [{ name: 'person', columns, rowCount: 3 }] }
  return pinnedQueries(question, schema, rowsOf)
}

describe('queries that hold the answer', () => {
  it('return it on the database, but for columns that it is not in', () => {
    const right = pinned(people).filter(({ sql }) => {
      return JSON.stringify(rowsOf(sql)) === JSON.stringify(people.goldAnswer)
    })
    expect(right.map(({ sql }) => sql)).toEqual([
      "VALUES ('Ann'), ('O''Hara')",
      "SELECT 'Ann' UNION ALL SELECT 'O''Hara'",
      `SELECT * FROM (VALUES ('Ann'), ('O''Hara')) WHERE EXISTS (SELECT 1 FROM "person")`,
      `SELECT "name" FROM "person" WHERE "name" IN ('Ann', 'O''Hara')`,
      `SELECT DISTINCT "name" FROM "person" WHERE "name" IN ('Ann', 'O''Hara')`,
      'SELECT "name" FROM "person" WHERE rowid IN (4, 9)',
      'SELECT "name" FROM "person" WHERE rowid IN (4, 9) ORDER BY CASE rowid WHEN 4 THEN 0 WHEN 9 THEN 1 END',
    ])
  })

  it('of a count take it from the data too', () => {
    const count = { ...people, goldColumns: ['count(*)'], goldAnswer: [[2n]] }
    const queries = pinned(count).map(({ sql }) => sql)
    expect(queries).toContain('SELECT 2 FROM "person" LIMIT 1')
    expect(queries).toContain('SELECT count(*) - count(*) + 2 FROM "person"')
    expect(queries).toContain('SELECT count(*) FROM (SELECT 1 FROM "person" LIMIT 2)')
  })
})

it('wrong queries are each there once, and none of them is gold', () => {
  const sql = 'SELECT DISTINCT name FROM person WHERE id > 1 AND id < 9'
  const gold = parseQuery(sql)
  const again = { kind: 'rows looked up by their ids', sql: `${sql.toLowerCase()};` } as const
  const queries = wrongQueries(sql, gold, [again], createRandom(1))
  expect(queries.map(({ kind }) => kind)).not.toContain(again.kind)
  expect(queries).toContainEqual({
    kind: 'DISTINCT dropped',
    sql: 'SELECT  name FROM person WHERE id > 1 AND id < 9',
  })
  expect(new Set(queries.map((query) => query.sql)).size).toBe(queries.length)
})

it('an agent that counts asks for the rows behind an aggregate', () => {
  const rows = (sql: string) => {
    const query = parseQuery(sql)
    return query && rowsBehind(query)
  }
  expect(rows('SELECT town, count(*) FROM person WHERE id > 1 GROUP BY town ORDER BY 2')).toBe(
    'SELECT * FROM person WHERE id > 1',
  )
  expect(rows('SELECT name FROM person')).toBeUndefined()
})
