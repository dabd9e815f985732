import { expect, it } from 'vitest'

import { parseSchemaInfo } from '../../client/schema-info.ts'
import { columnOptions } from './column-options.ts'

it('offers each described column once, with the tables that have it', () => {
  const tables = parseSchemaInfo(
    'Tables: a, b, c\n\nTable a: 1 row\n- id INTEGER\n- Unit Price REAL\n\nTable b: 1 row\n- id INTEGER',
  )
  expect(columnOptions(tables)).toEqual([
    { label: 'id', apply: 'id', detail: 'a, b' },
    { label: 'Unit Price', apply: '"Unit Price"', detail: 'a' },
  ])
})

it('offers nothing of a table that was not described', () => {
  expect(columnOptions(parseSchemaInfo('Tables: a, b'))).toEqual([])
})

it('writes a quote inside a name twice', () => {
  const tables = parseSchemaInfo('Tables: a\n\nTable a: 1 row\n- x"y TEXT')
  expect(columnOptions(tables)[0]?.apply).toBe('"x""y"')
})
