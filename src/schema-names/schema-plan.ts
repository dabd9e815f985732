/** What becomes of the names of a database at a level: made from its names, types and keys alone. */

import type { DatabaseSchema, TableSchema } from '../sql/schema.ts'
import { abbreviationOf } from './abbreviations.ts'
import { parseDatabaseKey } from './database-key.ts'
import { planDistractors } from './distractors.ts'
import type { DistractorPlan } from './distractors.ts'
import type { SchemaLevel } from './levels.ts'
import { mapWords, withLastWord } from './name-words.ts'
import { createChance, shuffle } from './seeded-chance.ts'
import type { Chance } from './seeded-chance.ts'
import { synonymOf } from './synonyms.ts'
import { claimNames } from './unique-names.ts'

export type NameChange = { readonly from: string; readonly to: string }

export type TablePlan = NameChange & {
  /** In the order in which the agent sees them. */
  readonly columns: readonly NameChange[]
}

export type SchemaPlan = {
  /** In the order in which the agent sees them; those that are not real stand among them. */
  readonly tables: readonly (TablePlan | DistractorPlan)[]
}

/** What was planned before; a schema never changes. */
const planned = new WeakMap<DatabaseSchema, Map<SchemaLevel, SchemaPlan>>()

/**
 * The same for a database and its siblings: whatever rows they have, and however many.
 * @param schema - with the names that it was shipped with
 * @throws {RangeError} when the schema is one at a level already
 */
export function planSchema(schema: DatabaseSchema, level: SchemaLevel): SchemaPlan {
  const plans = planned.get(schema) ?? new Map<SchemaLevel, SchemaPlan>()
  const plan = plans.get(level) ?? makePlan(schema, level)
  planned.set(schema, plans.set(level, plan))
  return plan
}

function makePlan(schema: DatabaseSchema, level: SchemaLevel): SchemaPlan {
  const key = parseDatabaseKey(schema.databaseId)
  if (key?.level !== 'original') {
    throw new RangeError(`Expected a database with its own names, got ${schema.databaseId}`)
  }
  const chance = createChance(`${key.databaseId} ${level}`)
  switch (level) {
    case 'original':
      return { tables: schema.tables.map(unchanged) }
    case 'synonyms':
      return planByWord(schema, synonymous)
    case 'abbreviations':
      return planByWord(schema, (name) => mapWords(name, abbreviationOf))
    case 'opaque':
      return { tables: schema.tables.map(numbered) }
    case 'distractors':
      return { tables: planDistractors(schema.tables, schema.tables.map(unchanged), chance) }
    case 'shuffled':
      return { tables: shuffle(schema.tables.map(unchanged), chance).map(shuffled(chance)) }
  }
}

/** The tables that are real, by the names that they were shipped with. */
export function realTables(plan: SchemaPlan): readonly TablePlan[] {
  return plan.tables.filter((table): table is TablePlan => !isDistractor(table))
}

export function isDistractor(table: TablePlan | DistractorPlan): table is DistractorPlan {
  return 'source' in table
}

function unchanged(table: TableSchema): TablePlan {
  const columns = table.columns.map(({ name }) => ({ from: name, to: name }))
  return { from: table.name, to: table.name, columns }
}

function numbered(table: TableSchema, tableIndex: number): TablePlan {
  return {
    from: table.name,
    to: `t${tableIndex + 1}`,
    columns: table.columns.map(({ name }, index) => ({ from: name, to: `c${index + 1}` })),
  }
}

function shuffled(chance: Chance): (table: TablePlan) => TablePlan {
  return (table) => ({ ...table, columns: shuffle(table.columns, chance) })
}

/** Columns of one name keep one name, so that those which join tables can still be seen to do so. */
function planByWord(
  { tables }: DatabaseSchema,
  rename: (name: string, kind: 'table' | 'column') => string,
): SchemaPlan {
  const tableNames = claimNames(
    tables.map(({ name }) => name),
    (name) => rename(name, 'table'),
  )
  const columnNames = claimNames(
    tables.flatMap(({ columns }) => columns.map(({ name }) => name)),
    (name) => rename(name, 'column'),
  )
  return {
    tables: tables.map(({ name, columns }) => ({
      from: name,
      to: tableNames(name),
      columns: columns.map((column) => ({ from: column.name, to: columnNames(column.name) })),
    })),
  }
}

function synonymous(name: string, kind: 'table' | 'column'): string {
  const renamed = mapWords(name, (word) => synonymOf(word) ?? word)
  if (renamed !== name) return renamed
  return withLastWord(name, kind === 'table' ? 'table' : 'info')
}
