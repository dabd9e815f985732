import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { ColumnSchema, DatabaseSchema } from '../sql/schema.ts'
import { schemaAtLevel } from './levelled-schema.ts'
import { SCHEMA_LEVELS } from './levels.ts'
import { columnNamesAtLevel } from './result-columns.ts'
import { planSchema, realTables } from './schema-plan.ts'
import { isKeyword } from './sql-keywords.ts'
import { isPlain } from './unique-names.ts'

const column = (name: string, facts: Partial<ColumnSchema> = {}): ColumnSchema => ({
  name,
  type: 'TEXT',
  isPrimaryKey: false,
  references: null,
  ...facts,
})

const SHOP: DatabaseSchema = {
  databaseId: 'shop',
  tables: [
    {
      name: 'employee',
      rowCount: 20,
      columns: [column('employee_id', { type: 'INTEGER', isPrimaryKey: true }), column('name')],
    },
    {
      name: 'sale',
      rowCount: 3,
      columns: [
        column('sale_id', { type: 'INTEGER', isPrimaryKey: true }),
        column('employee_id', { references: { table: 'employee', column: 'employee_id' } }),
        column('price', { type: 'REAL' }),
      ],
    },
  ],
}

const RENAMING = ['synonyms', 'abbreviations', 'opaque'] as const

const namesOf = (schema: DatabaseSchema) =>
  schema.tables.map(({ name, columns }) => [name, ...columns.map((one) => one.name)])

describe('a small shop', () => {
  it.each([
    [
      'synonyms',
      [
        ['worker', 'worker_ref', 'label'],
        ['auction', 'auction_ref', 'worker_ref', 'cost'],
      ],
    ],
    [
      'abbreviations',
      [
        ['emp', 'emp_id', 'nm'],
        ['sl', 'sl_id', 'emp_id', 'prc'],
      ],
    ],
    [
      'opaque',
      [
        ['t1', 'c1', 'c2'],
        ['t2', 'c1', 'c2', 'c3'],
      ],
    ],
  ] as const)('is called by %s', (level, expected) => {
    expect(namesOf(schemaAtLevel(SHOP, level))).toEqual(expected)
  })

  it('keeps types, keys and row counts, and refers to the new names', () => {
    const [, sale] = schemaAtLevel(SHOP, 'opaque').tables
    expect(sale).toMatchObject({ rowCount: 3, columns: { 1: { type: 'TEXT' } } })
    expect(sale?.columns[1]?.references).toEqual({ table: 't1', column: 'c1' })
  })

  it('has two to four more tables among its own, with as many rows as can be', () => {
    const { tables } = schemaAtLevel(SHOP, 'distractors')
    const added = tables.filter(({ name }) => !/^(?:employee|sale)$/.test(name))
    expect(added.length).toBeGreaterThanOrEqual(2)
    expect(added.length).toBeLessThanOrEqual(4)
    for (const { name, rowCount } of added) {
      expect(name).toMatch(/^(?:employee|sale)_(?:archive|summary|history)$/)
      expect(rowCount).toBe(name.startsWith('sale') ? 3 : 8)
    }
  })

  it('has its columns in another order', () => {
    const { tables } = schemaAtLevel(SHOP, 'shuffled')
    for (const { name, columns } of SHOP.tables) {
      const shuffled = tables.find((table) => table.name === name)?.columns
      expect(shuffled?.map((one) => one.name)).not.toEqual(columns.map((one) => one.name))
      expect(shuffled?.toSorted(byName)).toEqual(columns.toSorted(byName))
    }
  })

  it('is reached by the key of the level, at a sibling too', () => {
    expect(schemaAtLevel(SHOP, 'opaque').databaseId).toBe('shop@opaque')
    const sibling = { ...SHOP, databaseId: 'shop/v2' }
    expect(schemaAtLevel(sibling, 'opaque').databaseId).toBe('shop/v2@opaque')
    expect(schemaAtLevel(SHOP, 'original')).toBe(SHOP)
  })

  it('tells what the columns of a result may be called', () => {
    const columns = ['employee_id', 'max(T1.price)', 'count("name")', '1 IN (SELECT 1 FROM sale)']
    const names = columnNamesAtLevel(columns, ['employee', 'sale'], SHOP, 'opaque')
    // As they were too, since the query itself may call something so.
    expect(names).toEqual([
      ['c1', 'c2', 'employee_id'],
      ['max(T1.c3)', 'max(T1.price)'],
      ['count(c2)', 'count("name")'],
      ['1 IN (SELECT 1 FROM t2)', '1 IN (SELECT 1 FROM sale)'],
    ])
    expect(columnNamesAtLevel(['price'], ['sale'], SHOP, 'opaque')).toEqual([['c3', 'price']])
  })
})

function byName(left: ColumnSchema, right: ColumnSchema): number {
  return left.name < right.name ? -1 : 1
}

describe('any database', () => {
  const word = fc.constantFrom(
    'name',
    'label',
    'id',
    'ref',
    'order',
    'Employee',
    'wk',
    'x',
    'Größe',
  )
  const name = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.constantFrom('_', ' ', '', '-'))
    .map(([words, separator]) => words.join(separator))
  const unlike = { selector: (text: string) => text.toLowerCase(), maxLength: 8, minLength: 1 }
  const schema = fc
    .uniqueArray(name, unlike)
    .chain((tableNames) =>
      fc.tuple(
        ...tableNames.map((tableName) =>
          fc.uniqueArray(name, unlike).map((columnNames) => ({
            name: tableName,
            rowCount: 3,
            columns: columnNames.map((columnName, index) =>
              column(columnName, { isPrimaryKey: index === 0 }),
            ),
          })),
        ),
      ),
    )
    .map((tables): DatabaseSchema => ({ databaseId: 'any', tables }))

  it.each(SCHEMA_LEVELS)('has no two names alike at the level %s', (level) => {
    fc.assert(
      fc.property(schema, (original) => {
        const { tables } = schemaAtLevel(original, level)
        for (const group of [tables, ...tables.map(({ columns }) => columns)]) {
          const lower = group.map((named) => named.name.toLowerCase())
          expect(new Set(lower).size).toBe(lower.length)
        }
      }),
    )
  })

  it.each(SCHEMA_LEVELS)('has the same plan again, whatever its rows, at the level %s', (level) => {
    fc.assert(
      fc.property(schema, (original) => {
        const tables = original.tables.map((table) => ({ ...table, rowCount: 900 }))
        const sibling = { databaseId: 'any/g1', tables }
        expect(planSchema(sibling, level)).toEqual(planSchema(structuredClone(original), level))
      }),
    )
  })

  it.each(SCHEMA_LEVELS)('keeps every table and column once at the level %s', (level) => {
    fc.assert(
      fc.property(schema, (original) => {
        const kept = realTables(planSchema(original, level)).flatMap(({ from, columns }) =>
          columns.map((one) => `${from}.${one.from}`),
        )
        const all = original.tables.flatMap((table) =>
          table.columns.map((one) => `${table.name}.${one.name}`),
        )
        expect(kept).toHaveLength(all.length)
        expect(new Set(kept)).toEqual(new Set(all))
      }),
    )
  })

  it.each(RENAMING)('needs quotes only where it did, at the level %s', (level) => {
    fc.assert(
      fc.property(schema, (original) => {
        for (const table of realTables(planSchema(original, level))) {
          for (const { from, to } of [table, ...table.columns]) {
            if (isPlain(from)) expect(isPlain(to), `${from} to ${to}`).toBe(true)
            if (from.toLowerCase() !== to.toLowerCase()) expect(isKeyword(to)).toBe(false)
          }
        }
      }),
    )
  })

  it.each(['synonyms', 'abbreviations'] as const)(
    'gives no name to one that another had, at the level %s',
    (level) => {
      fc.assert(
        fc.property(schema, (original) => {
          for (const { columns } of realTables(planSchema(original, level))) {
            const before = new Set(columns.map(({ from }) => from.toLowerCase()))
            const after = columns.filter(({ from, to }) => {
              return before.has(to.toLowerCase()) && from.toLowerCase() !== to.toLowerCase()
            })
            expect(after).toEqual([])
          }
        }),
      )
    },
  )
})
