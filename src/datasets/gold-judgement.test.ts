import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'

import { openGoldDatabase } from './gold-database.ts'
import { judgeGold } from './gold-judgement.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-gold-'))
const path = join(folder, 'people.sqlite')

const writer = new Database(path)
writer.exec(`
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, age INTEGER, height REAL, note TEXT);
  INSERT INTO people VALUES
    (1, 'Ann', 30, 1.7, NULL), (2, 'Bo', 30, 0.1, NULL), (3, 'Cy', 40, 1e16, NULL), (4, 'Di', 20, -1e16, NULL);
  CREATE TABLE numbers (n INTEGER);
  WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 30)
    INSERT INTO numbers SELECT n FROM c;
`)
writer.close()

const database = openGoldDatabase(path)
const judge = (sql: string) => judgeGold(database, sql)

afterAll(() => {
  database[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

describe('is unfit', () => {
  it.each([
    ['unfit:gold_fails', 'SELECT wage FROM people'],
    ['unfit:gold_fails', 'DELETE FROM people'],
    ['unfit:empty', "SELECT name FROM people WHERE name = 'Eve'"],
    ['unfit:null_only', 'SELECT max(note) FROM people'],
    ['unfit:clock', "SELECT date('now'), name FROM people"],
    ['unfit:chance', 'SELECT name FROM people ORDER BY random()'],
    ['unfit:oversized', 'SELECT n FROM numbers'],
    ['unfit:oversized', "SELECT printf('%.*c', 501, 'x')"],
  ])('%s: %s', (flag, sql) => {
    expect(judge(sql).unfit).toEqual([flag])
  })

  it.each([
    'SELECT name FROM people ORDER BY age DESC LIMIT 2',
    'SELECT name FROM people ORDER BY age LIMIT 1 OFFSET 1',
    'SELECT age, count(*) FROM people GROUP BY age ORDER BY 2 LIMIT 1',
    "SELECT name, age FROM people UNION SELECT 'Eve', 30 ORDER BY age LIMIT 2",
  ])('unfit:tie (N1): %s', (sql) => {
    expect(judge(sql).unfit).toEqual(['unfit:tie'])
  })

  it.each([
    'SELECT name FROM people LIMIT 2',
    'SELECT count(*), name FROM people',
    'SELECT name FROM people WHERE id = (SELECT id FROM people WHERE age = 30 ORDER BY age LIMIT 1)',
  ])('unfit:scan_order: %s', (sql) => {
    expect(judge(sql).unfit).toEqual(['unfit:scan_order'])
  })

  it('unfit:tie where SQL that the parser cannot read might have one', () => {
    expect(judge('SELECT name AS match FROM people').unfit).toEqual([])
    expect(judge('SELECT name AS match FROM people ORDER BY name').unfit).toEqual(['unfit:tie'])
  })
})

describe('is fit', () => {
  it.each([
    ['a LIMIT that cuts between different rows', 'SELECT name FROM people ORDER BY age LIMIT 1'],
    ['a tie of equal results', 'SELECT age FROM people ORDER BY age LIMIT 2'],
    ['a tie that nothing cuts', 'SELECT name FROM people ORDER BY age'],
    ['last digits that follow the scan (N6)', 'SELECT sum(age * 0.1) FROM people'],
    ['a double-quoted text (N9)', 'SELECT age FROM people WHERE name = "Ann"'],
    ['a date that is no clock', "SELECT date('2020-01-31', '+1 day')"],
    ['twenty rows', 'SELECT n FROM numbers WHERE n <= 20'],
  ])('with %s', (_what, sql) => {
    expect(judge(sql).unfit).toEqual([])
  })
})

describe('order matters (V6)', () => {
  it.each([
    [true, 'SELECT name FROM people ORDER BY age DESC, name'],
    [true, 'SELECT name FROM people UNION SELECT age FROM people ORDER BY name'],
    [false, 'SELECT name FROM people'],
    [false, 'SELECT name FROM people ORDER BY age'],
    [false, 'SELECT name FROM people ORDER BY age DESC LIMIT 1'],
    [false, 'SELECT name FROM (SELECT name FROM people ORDER BY name)'],
  ])('%s for %s', (matters, sql) => {
    expect(judge(sql).rowOrderMatters).toBe(matters)
  })
})

it('says what gold returns, which tables it reads, and why it does not run', () => {
  expect(judge('SELECT height AS h, age FROM people WHERE id = 1')).toMatchObject({
    columns: ['h', 'age'],
    rows: [[1.7, 30n]],
    tablesRead: ['people'],
  })
  expect(judge('SELECT wage FROM people').failure).toBe('no such column: wage')
})
