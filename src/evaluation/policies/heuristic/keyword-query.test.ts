import { expect, it } from 'vitest'

import { parseSchemaInfo } from '../../../client/schema-info.ts'
import { keywordQuery } from './keyword-query.ts'
import { phrasesOf } from './question-words.ts'

const TABLES = parseSchemaInfo(
  [
    'Tables: visits, pets',
    'Table visits: 9 rows\n- visit_id INTEGER, primary key\n- pet_id INTEGER, references pets(pet_id)\n- seen_on TEXT\n- minutes INTEGER\n- room TEXT',
    'Table pets: 3 rows\n- pet_id INTEGER, primary key\n- name TEXT\n- kind TEXT',
  ].join('\n\n'),
)

const DOG = { table: 'pets', column: 'kind', value: 'dog' }
const BLUE = { table: 'visits', column: 'room', value: "Ann's room" }

it.each([
  ['How many visits were there?', [], 'SELECT count(*) FROM "visits"'],
  ['How many minutes did visits take?', [], 'SELECT sum("visits"."minutes") FROM "visits"'],
  [
    'How long was a visit on average, to one decimal?',
    [BLUE],
    `SELECT round(avg("visits"."minutes"), 1) FROM "visits" WHERE "visits"."room" = 'Ann''s room'`,
  ],
  [
    'How many visits of a dog took more than 20 minutes in 2023?',
    [DOG],
    'SELECT count(*) FROM "visits" JOIN "pets" ON "visits"."pet_id" = "pets"."pet_id" WHERE ' +
      `"pets"."kind" = 'dog' AND "visits"."minutes" > 20 AND "visits"."seen_on" LIKE '2023%'`,
  ],
  [
    'For each room, how many visits?',
    [],
    'SELECT "visits"."room", count(*) FROM "visits" GROUP BY 1',
  ],
  [
    'Which room had the longest visit?',
    [],
    'SELECT "visits"."room" FROM "visits" WHERE "visits"."minutes" IS NOT NULL ORDER BY "visits"."minutes" DESC LIMIT 1',
  ],
  [
    'Which rooms are there, with at least one visit?',
    [],
    'SELECT DISTINCT "visits"."room" FROM "visits" WHERE "visits"."room" IS NOT NULL',
  ],
])('%s', (question, values, sql) => {
  expect(keywordQuery(question, TABLES, values)).toBe(sql)
})

it('knows nothing to ask where no table was described', () => {
  expect(keywordQuery('How many?', [], [])).toBeUndefined()
})

it('takes for a value what is quoted, named in capitals, or a word', () => {
  const phrases = phrasesOf('Who of Studio B in Saint-Orens-le-Vieux plays "free jazz" on lot A12?')
  expect(phrases).toEqual(
    expect.arrayContaining(['free jazz', 'studio b', 'saint-orens-le-vieux', 'a12', 'plays']),
  )
  expect(phrases).not.toContain('who')
})
