/** The bytes of a database file at a level. */

import { readFileSync, statSync } from 'node:fs'

import Database from 'better-sqlite3'

import { LEVELLED_BYTES_MAX } from '../../../schema-names/levels.ts'
import { levelledBytes } from '../../sqlite/levelled-database.ts'
import type { LevelledAs } from '../../sqlite/levelled-database.ts'
import { readDatabaseSchema } from '../database-catalogue.ts'
import { toSqliteConnection } from './better-connection.ts'

/** @throws {Error} when the file is at fault, too large, or defined in a way that is not understood */
export function levelledFileBytes(path: string, { databaseId, level }: LevelledAs): Uint8Array {
  const { size } = statSync(path)
  if (size > LEVELLED_BYTES_MAX) {
    throw new Error(`Database ${databaseId}: ${size} bytes are too many for the schema ${level}`)
  }
  const schema = readDatabaseSchema(databaseId, path)
  const copy = new Database(readFileSync(path))
  return levelledBytes(toSqliteConnection(copy), schema, level)
}
