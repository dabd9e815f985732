/**
 * The text by which a query reaches a database: `island_ferries`, one of its siblings as
 * `island_ferries/g1`, and either at a level as `island_ferries@opaque`. Ids hold no `/` and no `@`.
 */

import { isSchemaLevel } from './levels.ts'
import type { SchemaLevel } from './levels.ts'

export type DatabaseKey = {
  /** The database that a sibling was made from, or the database itself: names follow from it. */
  readonly databaseId: string
  /** The key without its level: which data are meant. */
  readonly dataKey: string
  readonly level: SchemaLevel
}

/** @returns undefined when it names a level that there is not */
export function parseDatabaseKey(key: string): DatabaseKey | undefined {
  const [dataKey = '', level = 'original', ...others] = key.split('@')
  if (!isSchemaLevel(level) || others.length > 0) return undefined
  return { databaseId: dataKey.split('/', 1).join(), dataKey, level }
}

/** @param dataKey - `island_ferries` or `island_ferries/g1` */
export function databaseKeyAt(dataKey: string, level: SchemaLevel): string {
  return level === 'original' ? dataKey : `${dataKey}@${level}`
}
