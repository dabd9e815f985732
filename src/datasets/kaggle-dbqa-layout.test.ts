import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { readKaggleDbqaLayout } from './kaggle-dbqa-layout.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-kaggle-'))
  mkdirSync(join(dir, 'examples'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const row = { db_id: 'Pesticide', query: 'SELECT 1', question: 'One?', sql: {}, query_toks: [] }
const write = (file: string, ...rows: unknown[]) =>
  writeFileSync(join(dir, file), JSON.stringify(rows))

it('takes each question once: from the whole, or from its parts where that is missing', async () => {
  write('examples/Pesticide.json', row, row)
  write('examples/Pesticide_test.json', row)
  write('examples/Pesticide_fewshot.json', row)
  write('examples/WhatCD_fewshot.json', { ...row, db_id: 'WhatCD' })
  write('examples/WhatCD_test.json', { ...row, db_id: 'WhatCD' })
  expect((await readKaggleDbqaLayout(dir)).rows.map(({ source }) => source)).toEqual([
    'KaggleDBQA examples/Pesticide.json row 0',
    'KaggleDBQA examples/Pesticide.json row 1',
    'KaggleDBQA examples/WhatCD_fewshot.json row 0',
    'KaggleDBQA examples/WhatCD_test.json row 0',
  ])
})

it('knows the tables and places of the databases', async () => {
  write('examples/Pesticide.json', row)
  write('KaggleDBQA_tables.json', {
    db_id: 'Pesticide',
    table_names_original: ['resultsdata15'],
    column_descriptions: [],
  })
  const layout = await readKaggleDbqaLayout(dir)
  expect(layout.tablesOf('Pesticide')).toEqual(['resultsdata15'])
  expect(layout.tablesOf('other')).toEqual([])
  expect(layout.databasePath('Pesticide')).toBe(
    join(dir, 'databases', 'Pesticide', 'Pesticide.sqlite'),
  )
})

it('names file, row and field of what does not fit', async () => {
  await expect(readKaggleDbqaLayout(dir)).rejects.toThrow(/^Expected examples\/<db_id>\.json in /)
  write('examples/Pesticide.json', { ...row, question: '' })
  await expect(readKaggleDbqaLayout(dir)).rejects.toThrow(
    /^examples\/Pesticide\.json, row 0, question: /,
  )
})
