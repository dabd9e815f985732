/** How the columns of a result are called when the names in the database are others. */

import { quoteName } from '../sql/schema.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import { tokenize } from '../sql/tokens.ts'
import type { Token } from '../sql/tokens.ts'
import type { SchemaLevel } from './levels.ts'
import { planSchema, realTables } from './schema-plan.ts'
import type { SchemaPlan } from './schema-plan.ts'

/** A column that could be called in more ways than this is called in the first of them. */
const SPELLINGS_MAX = 64

/**
 * @param columns - as SQLite calls them at the level `original`: `name`, `max(T1.age)`
 * @returns for each all that it may be called, since columns of several tables may share a name
 */
export function columnNamesAtLevel(
  columns: readonly string[],
  schema: DatabaseSchema,
  level: SchemaLevel,
): readonly (readonly string[])[] {
  const plan = planSchema(schema, level)
  return columns.map((column) => spellingsOf(column, plan))
}

function spellingsOf(column: string, plan: SchemaPlan): readonly string[] {
  const tokens = tokenize(column)
  return tokens.reduce<readonly string[]>(
    (beginnings, { text }, index) => {
      const names = namesOf(tokens, index, plan)
      const endings = names.length === 0 ? [text] : names
      const spelt = beginnings.flatMap((beginning) => endings.map((ending) => beginning + ending))
      return spelt.slice(0, SPELLINGS_MAX)
    },
    [''],
  )
}

/** What a token may have become; nothing where it is no name of a table or column. */
function namesOf(tokens: readonly Token[], index: number, plan: SchemaPlan): readonly string[] {
  const token = tokens[index]
  const next = tokens[index + 1]?.text
  const isQuoted = token?.kind === 'quoted_name'
  if (token === undefined || next === '(' || !(isQuoted || token.kind === 'word')) return []
  const name = (isQuoted ? token.text.slice(1, -1) : token.text).toLowerCase()
  const tables = realTables(plan)
  const candidates = next === '.' ? tables : tables.flatMap(({ columns }) => columns)
  const names = candidates.filter(({ from }) => from.toLowerCase() === name).map(({ to }) => to)
  return [...new Set(names)].map((to) => (isQuoted ? quoteName(to) : to))
}
