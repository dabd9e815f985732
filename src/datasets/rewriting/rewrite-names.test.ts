import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { readDatabaseSchema } from '../../adapters/node/database-catalogue.ts'
import { openSqliteEngine } from '../../adapters/node/sqlite/sqlite-engine.ts'
import { SCHEMA_LEVELS } from '../../schema-names/levels.ts'
import type { SchemaLevel } from '../../schema-names/levels.ts'
import { planSchema } from '../../schema-names/schema-plan.ts'
import type { DatabaseSchema } from '../../sql/schema.ts'
import { rewriteNames } from './rewrite-names.ts'

const SCRIPT = `
CREATE TABLE owner (owner_id INTEGER PRIMARY KEY, name TEXT, town TEXT);
CREATE TABLE pet (pet_id INTEGER PRIMARY KEY, owner_id INT REFERENCES owner, name TEXT, "birth year" INT);
CREATE TABLE visit (pet_id INT, day TEXT, cost REAL, PRIMARY KEY (pet_id, day));
INSERT INTO owner VALUES (1, 'Ann', 'Lund'), (2, 'Bo', 'Oslo'), (3, 'Cy', 'Lund');
INSERT INTO pet VALUES (1, 1, 'Rex', 2015), (2, 1, 'Ann', 2018), (3, 2, 'Ada', 2018);
INSERT INTO visit VALUES (1, 'mon', 20), (1, 'tue', 30.5), (3, 'mon', 20);
`

let folder: string
let path: string
let schema: DatabaseSchema

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlenv-rewriting-'))
  path = join(folder, 'pets.sqlite')
  const builder = new Database(path)
  builder.exec(SCRIPT)
  builder.close()
  schema = readDatabaseSchema('pets', path)
})

afterAll(() => rmSync(folder, { recursive: true }))

function rewritten(sql: string, level: SchemaLevel = 'opaque'): string {
  const rewriting = rewriteNames(sql, schema, planSchema(schema, level))
  return rewriting.kind === 'rewritten' ? rewriting.sql : `not rewritten: ${rewriting.reason}`
}

// In the order of creation: t1 is owner, t2 is pet, t3 is visit.
describe('at the level opaque', () => {
  it.each([
    ['tables and columns, in any case', 'SELECT NAME FROM Pet', 'SELECT c3 FROM t2'],
    ['quoted names', 'SELECT "birth year" FROM [pet]', 'SELECT c4 FROM t2'],
    ['the schema in front', 'SELECT pet.name FROM main.pet', 'SELECT t2.c3 FROM t2'],
    ['no literals', `SELECT 'name' FROM pet`, `SELECT 'name' FROM t2`],
    [
      'no functions',
      'SELECT max(max) FROM (SELECT 1 AS max)',
      'SELECT max(max) FROM (SELECT 1 AS max)',
    ],
    [
      'no types and collations',
      'SELECT CAST(name AS day) FROM pet ORDER BY name COLLATE nocase',
      'SELECT CAST(c3 AS day) FROM t2 ORDER BY c3 COLLATE nocase',
    ],
    ['no rowids', 'SELECT rowid, p._rowid_ FROM pet AS p', 'SELECT rowid, p._rowid_ FROM t2 AS p'],
    ['a table in an IN', 'SELECT 1 WHERE 1 IN owner', 'SELECT 1 WHERE 1 IN t1'],
  ])('renames %s', (_case, sql, expected) => {
    expect(rewritten(sql)).toBe(expected)
  })

  it.each([
    [
      'a name that two tables have now',
      'SELECT cost FROM pet AS p JOIN visit AS v ON p.pet_id = v.pet_id',
      'SELECT v.c3 FROM t2 AS p JOIN t3 AS v ON p.c1 = v.c1',
    ],
    [
      'a name that a query inside has now',
      'SELECT name FROM owner WHERE EXISTS (SELECT 1 FROM visit WHERE day = town)',
      'SELECT c2 FROM t1 WHERE EXISTS (SELECT 1 FROM t3 WHERE c2 = t1.c3)',
    ],
    [
      'a name that a query without an alias has too',
      'SELECT day FROM pet, (SELECT day FROM visit)',
      'SELECT s1.c2 FROM t2, (SELECT c2 FROM t3) AS s1',
    ],
  ])('qualifies %s', (_case, sql, expected) => {
    expect(rewritten(sql)).toBe(expected)
  })

  it.each([
    [
      'an alias that is the new name of another table',
      'SELECT owner.name FROM owner JOIN pet AS t1 ON t1.owner_id = owner.owner_id',
      'SELECT s1.c2 FROM t1 AS s1 JOIN t2 AS t1 ON t1.c2 = s1.c1',
    ],
    [
      'a WITH query that is called like a table now',
      'WITH t2 AS (SELECT name FROM owner) SELECT p.name FROM pet AS p JOIN t2 ON p.name = t2.name',
      'WITH t2 AS (SELECT c2 FROM t1) SELECT p.c3 FROM main.t2 AS p JOIN t2 ON p.c3 = t2.c2',
    ],
    [
      'a result that is called like a column now',
      'SELECT upper(name) AS c1 FROM owner GROUP BY c1 ORDER BY c1',
      'SELECT upper(c2) AS c1 FROM t1 GROUP BY (upper(c2)) ORDER BY c1',
    ],
    [
      'columns of a query that are called alike now',
      'SELECT town FROM (SELECT o.name, v.cost, o.town FROM owner AS o, visit AS v)',
      'SELECT town FROM (SELECT o.c2, v.c3 AS cost, o.c3 AS town FROM t1 AS o, t3 AS v)',
    ],
  ])('keeps apart %s', (_case, sql, expected) => {
    expect(rewritten(sql)).toBe(expected)
  })

  it.each([
    [
      'USING',
      'SELECT name, cost FROM pet JOIN visit USING (pet_id)',
      'SELECT t2.c3, t3.c3 FROM t2 JOIN t3 ON t2.c1 = t3.c1',
    ],
    [
      'NATURAL',
      'SELECT * FROM pet NATURAL JOIN visit',
      'SELECT t2.c1, t2.c2, t2.c3, t2.c4, t3.c2, t3.c3 FROM t2  JOIN t3 ON t2.c1 = t3.c1',
    ],
  ])('says with ON what %s says', (_case, sql, expected) => {
    expect(rewritten(sql)).toBe(expected)
  })
})

it('writes out what * stands for where columns have moved', () => {
  expect(rewritten('SELECT * FROM pet', 'shuffled')).toBe(
    'SELECT pet_id, owner_id, name, "birth year" FROM pet',
  )
  expect(rewritten('SELECT p.*, count(*) FROM pet AS p, owner', 'shuffled')).toBe(
    'SELECT p.pet_id, p.owner_id, p.name, p."birth year", count(*) FROM pet AS p, owner',
  )
})

it.each([
  ['SELECT name FROM elders', 'elders is no table'],
  ['SELECT name FROM', 'the parser cannot read it'],
  ['SELECT * FROM pet RIGHT JOIN visit USING (pet_id)', 'a RIGHT or FULL JOIN takes'],
])('says why it cannot rewrite %s', (sql, reason) => {
  expect(rewritten(sql)).toContain(`not rewritten: ${reason}`)
})

/** Each must return what it returned before, at every level. */
const QUERIES = [
  'SELECT * FROM owner ORDER BY name',
  'SELECT count(*), count(DISTINCT town) FROM owner',
  'SELECT T1.name, T2.name FROM owner AS T1 JOIN pet AS T2 ON T1.owner_id = T2.owner_id',
  'SELECT name FROM owner UNION SELECT name FROM pet ORDER BY name DESC LIMIT 2',
  'SELECT name AS n FROM owner EXCEPT SELECT name FROM pet ORDER BY n',
  'SELECT name, "birth year" AS year FROM pet WHERE year > 2016 GROUP BY year HAVING count(*) > 1',
  'SELECT town, count(*) AS name FROM owner GROUP BY town ORDER BY name DESC, town',
  'SELECT name FROM owner WHERE owner_id NOT IN (SELECT owner_id FROM pet)',
  'SELECT name FROM owner AS o WHERE (SELECT count(*) FROM pet WHERE pet.owner_id = o.owner_id) = 2',
  'SELECT name FROM owner WHERE EXISTS (SELECT * FROM pet WHERE pet.owner_id = owner.owner_id)',
  'SELECT x.name FROM (SELECT * FROM pet) AS x WHERE x."birth year" = 2018',
  'SELECT * FROM (SELECT * FROM pet, owner)',
  'WITH dear AS (SELECT pet_id, sum(cost) AS cost FROM visit GROUP BY pet_id) SELECT * FROM dear',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 3) SELECT i, name FROM n JOIN owner ON owner_id = i',
  'WITH RECURSIVE n AS (SELECT 1 AS name UNION SELECT name + 1 FROM n WHERE name < 3) SELECT name FROM n',
  'SELECT name, rank() OVER (PARTITION BY town ORDER BY name) FROM owner',
  'SELECT day, sum(cost) OVER w FROM visit WINDOW w AS (PARTITION BY pet_id ORDER BY day)',
  "SELECT sum(cost) FILTER (WHERE day = 'mon') FROM visit",
  'SELECT name FROM pet ORDER BY "birth year" DESC, name COLLATE NOCASE',
  "SELECT CASE WHEN cost > 20 THEN day ELSE 'cheap' END AS day FROM visit GROUP BY day",
  'SELECT name, cost FROM pet LEFT JOIN visit USING (pet_id)',
  'SELECT * FROM pet NATURAL LEFT JOIN visit',
  "SELECT value, name FROM owner, json_each('[1, 2]') WHERE value = owner_id",
  'SELECT (SELECT max(cost) FROM visit WHERE visit.pet_id = pet.pet_id) FROM pet',
  "SELECT name FROM pet WHERE name IN (SELECT name FROM owner WHERE town = 'Lund')",
  'SELECT DISTINCT o.town FROM owner o, pet p, visit v WHERE o.owner_id = p.owner_id AND p.pet_id = v.pet_id',
  'SELECT a.name FROM (owner AS a JOIN pet AS b ON a.owner_id = b.owner_id)',
]

it.each(SCHEMA_LEVELS)('means the same at the level %s', (level) => {
  const original = openSqliteEngine(path)
  const engine = openSqliteEngine(path, { databaseId: 'pets', level })
  const limits = { rowsMax: 100, bytesMax: 100_000 }
  for (const sql of QUERIES) {
    const before = original.run(sql, limits)
    const after = engine.run(rewritten(sql, level), limits)
    if (before.kind !== 'table') expect.fail(`${sql}: ${JSON.stringify(before)}`)
    if (after.kind !== 'table') expect.fail(`${rewritten(sql, level)}: ${JSON.stringify(after)}`)
    expect(after.table.rows, sql).toEqual(before.table.rows)
  }
  original.close()
  engine.close()
})
