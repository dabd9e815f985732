import { describe, expect, it } from 'vitest'

import { parseSchemaInfo } from './schema-info.ts'

function columnOf(line: string) {
  const [table] = parseSchemaInfo(`Tables: t\n\nTable t: 1 row\n- ${line}`)
  return table?.columns[0]
}

it('names the tables in order, and knows nothing of them before DESCRIBE', () => {
  expect(parseSchemaInfo('Tables: ports, vessels')).toEqual([
    { name: 'ports', rowCount: null, columns: [] },
    { name: 'vessels', rowCount: null, columns: [] },
  ])
})

it('reads keys, types and references of a described table', () => {
  const text =
    'Tables: routes, sailings\n\nTable sailings: 1283 rows\n- sailing_id INTEGER, primary key\n' +
    '- route_id INTEGER, references routes(route_id)\n- note'
  expect(parseSchemaInfo(text)[1]).toEqual({
    name: 'sailings',
    rowCount: 1283,
    columns: [
      { name: 'sailing_id', type: 'INTEGER', isPrimaryKey: true, references: null },
      {
        name: 'route_id',
        type: 'INTEGER',
        isPrimaryKey: false,
        references: { table: 'routes', column: 'route_id' },
      },
      { name: 'note', type: '', isPrimaryKey: false, references: null },
    ],
  })
})

describe('a column', () => {
  it('may be key and reference at once', () => {
    expect(columnOf('id INTEGER, primary key, references a b(c d)')).toEqual({
      name: 'id',
      type: 'INTEGER',
      isPrimaryKey: true,
      references: { table: 'a b', column: 'c d' },
    })
  })

  it.each([
    ['start date VARCHAR(10)', 'start date', 'VARCHAR(10)'],
    ['price DECIMAL(10,2)', 'price', 'DECIMAL(10,2)'],
    ['date TEXT', 'date', 'TEXT'],
    ['x DOUBLE PRECISION', 'x', 'DOUBLE PRECISION'],
    ['shape GEOMETRY', 'shape', 'GEOMETRY'],
  ])('is cut into name and type: %s', (line, name, type) => {
    expect(columnOf(line)).toMatchObject({ name, type })
  })
})

it('keeps a table whose name holds a comma, once it is described', () => {
  const names = parseSchemaInfo('Tables: a, b\n\nTable a, b: 2 rows\n- x').map(({ name }) => name)
  expect(names).toEqual(['a', 'b', 'a, b'])
})

it.each(['', 'nonsense', 'Tables: ', 'Tables: \n\nTable'])('finds no table in %j', (text) => {
  expect(parseSchemaInfo(text)).toEqual([])
})
