import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'

import { openGoldDatabase } from './gold-database.ts'
import { judgeGold } from './gold-judgement.ts'
import { findWeaknesses, withCommonAnswer } from './weak-flags.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-weak-'))
const path = join(folder, 'shop.sqlite')

const writer = new Database(path)
writer.exec(`
  CREATE TABLE goods (name TEXT PRIMARY KEY, price INTEGER, kind TEXT);
  INSERT INTO goods VALUES ('Nut', 3, 'a'), ('Bolt', 5, 'a'), ('Saw', 20, 'b'), ('Axe', 31, 'c');
  CREATE TABLE kinds (kind TEXT PRIMARY KEY, title TEXT);
  INSERT INTO kinds VALUES ('a', 'small'), ('b', 'large'), ('c', 'sharp');
`)
writer.close()

const database = openGoldDatabase(path)
const judged = (goldSql: string) => ({ goldSql, judgement: judgeGold(database, goldSql) })
const weaknesses = (sql: string) => findWeaknesses(database, judged(sql))

afterAll(() => {
  database[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

describe('a question is weak (V16, V17)', () => {
  it.each([
    ['weak:row_count', 'SELECT count(*) FROM goods WHERE price < 40 AND price < 50'],
    ['weak:row_count', 'SELECT 1 + sum(price > 3 AND price < 21) FROM goods'],
    ['weak:first_cell', 'SELECT name FROM goods WHERE price = 3'],
    ['weak:mutant_survives', 'SELECT DISTINCT name FROM goods'],
    ['weak:mutant_survives', "SELECT name FROM goods WHERE price > 4 AND kind = 'a'"],
    ['weak:tables_differ', 'SELECT g.name FROM goods g LEFT JOIN kinds k ON k.kind = g.kind'],
  ])('%s: %s', (flag, sql) => {
    expect(weaknesses(sql)).toContain(flag)
  })

  it.each([
    "SELECT price FROM goods WHERE name = 'Saw'",
    "SELECT sum(price) FROM goods WHERE kind = 'a'",
    "SELECT title FROM goods JOIN kinds USING (kind) WHERE name = 'Saw'",
    "WITH cheap AS (SELECT * FROM goods WHERE name LIKE 'A%') SELECT name FROM cheap",
  ])('but not by %s', (sql) => {
    expect(weaknesses(sql)).toEqual([])
  })
})

it('finds the commonest answer: of different queries, not of two wordings of one', () => {
  const [axe, alsoAxe, nut, nutAgain] = [
    judged("SELECT name FROM goods WHERE kind = 'c'"),
    judged('SELECT name FROM goods ORDER BY price DESC LIMIT 1'),
    judged('SELECT name FROM goods WHERE price = 3'),
    judged('select name from goods where price = 3;'),
  ]
  expect(withCommonAnswer([axe, alsoAxe, nut, nutAgain])).toEqual(new Set([axe, alsoAxe]))
  expect(withCommonAnswer([axe, nut, nutAgain])).toEqual(new Set())
})
