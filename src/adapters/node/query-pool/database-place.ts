/** Where a query finds the database that its key names, and under which names. */

import { parseDatabaseKey } from '../../../schema-names/database-key.ts'
import type { LevelledAs } from '../../sqlite/levelled-database.ts'

export type DatabasePlace = {
  readonly path: string
  /** Absent where the file is taken as it is. */
  readonly levelledAs?: LevelledAs
}

/** Equal for those that are opened in the same way. */
export function placeText({ path, levelledAs }: DatabasePlace): string {
  return levelledAs === undefined ? path : `${path} ${levelledAs.level}`
}

/**
 * @param pathOf - finds the file of a key without a level
 * @returns undefined when there is no such database, or no such level
 */
export function placeOf(
  key: string,
  pathOf: (dataKey: string) => string | undefined,
): DatabasePlace | undefined {
  const parsed = parseDatabaseKey(key)
  const path = parsed && pathOf(parsed.dataKey)
  if (parsed === undefined || path === undefined) return undefined
  const { databaseId, level } = parsed
  return level === 'original' ? { path } : { path, levelledAs: { databaseId, level } }
}
