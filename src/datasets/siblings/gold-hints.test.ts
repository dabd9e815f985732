import { expect, it } from 'vitest'

import { refersTo, table } from '../../../test/sibling-contents.ts'
import { parseQuery } from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'
import { literalsIn, withJoinReferences } from './gold-hints.ts'

const contents = [
  table(
    'Country',
    ['code TEXT KEY', 'name TEXT', 'capital INTEGER'],
    [
      ['A', 'Ayr', 7n],
      ['B', 'Bo', 8n],
    ],
  ),
  table(
    'city',
    ['id INTEGER KEY', 'name TEXT', 'country TEXT'],
    [
      [7n, 'x', 'A'],
      [8n, 'y', 'B'],
    ],
    [refersTo(2, 0)],
  ),
]

function queries(...sql: string[]): Query[] {
  return sql.map((text) => {
    const query = parseQuery(text)
    if (query === undefined) throw new Error(`Expected a query, got ${text}`)
    return query
  })
}

it.each([
  ["SELECT 1 FROM country WHERE name = 'Ayr'", [[0, 1, 'Ayr', false]]],
  [
    "SELECT 1 FROM city AS T1 JOIN country AS T2 ON T1.country = T2.code WHERE T2.Name <> 'Bo'",
    [[0, 1, 'Bo', false]],
  ],
  [
    'SELECT 1 FROM city WHERE 5 < id AND id BETWEEN -2 AND 3.5',
    [
      [1, 0, 5n, false],
      [1, 0, -2n, false],
      [1, 0, 3.5, false],
    ],
  ],
  [
    "SELECT 1 FROM city WHERE name IN ('x', 'y')",
    [
      [1, 1, 'x', false],
      [1, 1, 'y', false],
    ],
  ],
  ["SELECT 1 FROM city WHERE name LIKE '%al_Hall%'", [[1, 1, 'Hall', true]]],
  [
    "SELECT 1 FROM country WHERE code IN (SELECT country FROM city WHERE city.name = 'x')",
    [[1, 1, 'x', false]],
  ],
  ['SELECT count(*) FROM city GROUP BY country HAVING count(*) > 3', []],
])('reads the literals of %s', (sql, expected) => {
  const found = literalsIn(queries(sql), contents)
  expect(found.map(({ table: at, column, value, isPart }) => [at, column, value, isPart])).toEqual(
    expected,
  )
})

it('names a literal once, however many queries have it', () => {
  const sql = "SELECT 1 FROM country WHERE name = 'Ayr'"
  expect(literalsIn(queries(sql, sql), contents)).toHaveLength(1)
})

it('takes a join on what the schema does not declare for a reference', () => {
  const [country, city] = withJoinReferences(
    queries('SELECT 1 FROM country AS c JOIN city AS t ON c.capital = t.id'),
    contents,
  )
  expect(country?.shape.references).toEqual([refersTo(2, 1, false)])
  expect(city).toBe(contents[1])
})

it('takes no join for one that finds nothing, is declared, or is between keys', () => {
  const same = queries(
    'SELECT 1 FROM city JOIN country ON country.code = city.name',
    'SELECT 1 FROM city JOIN country ON country.code = city.country',
    'SELECT 1 FROM city JOIN country ON country.code = city.id',
  )
  expect(withJoinReferences(same, contents)).toEqual(contents)
})
