/** How the columns of a result are called when the names in the database are others. */

import { quoteName } from '../sql/schema.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import { tokenize } from '../sql/tokens.ts'
import type { Token } from '../sql/tokens.ts'
import type { SchemaLevel } from './levels.ts'
import { planSchema, realTables } from './schema-plan.ts'
import type { NameChange, TablePlan } from './schema-plan.ts'
import { isPlain } from './unique-names.ts'

/** A column that could be called in more ways than this is called in the first of them. */
const SPELLINGS_MAX = 256

/**
 * @param columns - as SQLite calls them at the level `original`: `name`, `max(T1.age)`
 * @param tableNames - the tables that they come from
 * @returns for each all that it may be called, since columns of several tables may share a name
 */
export function columnNamesAtLevel(
  columns: readonly string[],
  tableNames: readonly string[],
  schema: DatabaseSchema,
  level: SchemaLevel,
): readonly (readonly string[])[] {
  const tables = realTables(planSchema(schema, level)).filter(({ from }) =>
    tableNames.includes(from),
  )
  return columns.map((column) => {
    const names = namedLike(column, columnsOf(tables))
    // The query itself may call a result so.
    return names.length > 0 ? [...names, column] : spellingsOf(tokenize(column), tables)
  })
}

function columnsOf(tables: readonly TablePlan[]): readonly NameChange[] {
  return tables.flatMap(({ columns }) => columns)
}

/** What names like this have become. */
function namedLike(name: string, changes: readonly NameChange[]): readonly string[] {
  const wanted = name.toLowerCase()
  const names = changes.filter(({ from }) => from.toLowerCase() === wanted).map(({ to }) => to)
  return [...new Set(names)]
}

/** An expression in all ways that its names allow. */
function spellingsOf(tokens: readonly Token[], tables: readonly TablePlan[]): readonly string[] {
  return tokens.reduce<readonly string[]>(
    (beginnings, { text }, index) => {
      const names = namesAt(tokens, index, tables)
      const endings = [...names, text]
      const spelt = beginnings.flatMap((beginning) => endings.map((ending) => beginning + ending))
      return spelt.slice(0, SPELLINGS_MAX)
    },
    [''],
  )
}

/** What a token may have become; nothing where it is no name of a table or column. */
function namesAt(
  tokens: readonly Token[],
  index: number,
  tables: readonly TablePlan[],
): readonly string[] {
  const token = tokens[index]
  const next = tokens[index + 1]?.text
  const isQuoted = token?.kind === 'quoted_name'
  if (token === undefined || next === '(' || !(isQuoted || token.kind === 'word')) return []
  const name = isQuoted ? token.text.slice(1, -1) : token.text
  const names = namedLike(name, next === '.' ? tables : [...columnsOf(tables), ...tables])
  return names.map((to) => (isPlain(to) ? to : quoteName(to)))
}
