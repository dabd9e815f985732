/** A database as the agent sees it at a level. */

import type { ColumnSchema, DatabaseSchema, TableSchema } from '../sql/schema.ts'
import { databaseKeyAt } from './database-key.ts'
import type { DistractorPlan } from './distractors.ts'
import type { SchemaLevel } from './levels.ts'
import { isDistractor, planSchema, realTables } from './schema-plan.ts'
import type { NameChange, SchemaPlan, TablePlan } from './schema-plan.ts'

/** What was made of a schema before; a schema never changes. */
const made = new WeakMap<DatabaseSchema, Map<SchemaLevel, DatabaseSchema>>()

/**
 * @param schema - with the names that it was shipped with
 * @returns the schema with its `databaseId` made the key by which queries reach it at the level
 */
export function schemaAtLevel(schema: DatabaseSchema, level: SchemaLevel): DatabaseSchema {
  if (level === 'original') return schema
  const levels = made.get(schema) ?? new Map<SchemaLevel, DatabaseSchema>()
  made.set(schema, levels)
  const levelled = levels.get(level) ?? {
    ...schema,
    databaseId: databaseKeyAt(schema.databaseId, level),
    tables: tablesOf(schema, planSchema(schema, level)),
  }
  levels.set(level, levelled)
  return levelled
}

function tablesOf(schema: DatabaseSchema, plan: SchemaPlan): TableSchema[] {
  return plan.tables.map((table) =>
    isDistractor(table) ? distractorSchema(table, schema) : realSchema(table, schema, plan),
  )
}

function realSchema(table: TablePlan, schema: DatabaseSchema, plan: SchemaPlan): TableSchema {
  const before = tableNamed(schema, table.from)
  const columns = table.columns.map(({ from, to }): ColumnSchema => {
    const column = named(before.columns, (other) => other.name, from)
    const { type, isPrimaryKey, references } = column
    const target = references && renamedTarget(references, plan)
    return { name: to, type, isPrimaryKey, references: target }
  })
  return { name: table.to, columns, rowCount: before.rowCount }
}

function renamedTarget(
  target: NonNullable<ColumnSchema['references']>,
  plan: SchemaPlan,
): ColumnSchema['references'] {
  const from = ({ from: name }: NameChange): string => name
  const table = named(realTables(plan), from, target.table)
  return { table: table.to, column: named(table.columns, from, target.column).to }
}

function distractorSchema(distractor: DistractorPlan, schema: DatabaseSchema): TableSchema {
  const { rowCount } = tableNamed(schema, distractor.source)
  return {
    name: distractor.to,
    columns: distractor.columns.map(({ to, type, isPrimaryKey, references }): ColumnSchema => ({
      name: to,
      type,
      isPrimaryKey,
      references,
    })),
    rowCount: Math.min(rowCount, distractor.rowsMax),
  }
}

function tableNamed({ tables }: DatabaseSchema, name: string): TableSchema {
  return named(tables, (table) => table.name, name)
}

/** @throws {RangeError} when there is none: a plan is of another schema */
function named<T>(items: readonly T[], nameOf: (item: T) => string, name: string): T {
  const found = items.find((item) => nameOf(item) === name)
  if (found === undefined) throw new RangeError(`Expected ${name} to be there`)
  return found
}
