/** Opens a database file for agent SQL, in this process: SQL from outside belongs into a query process. */

import { createRequire } from 'node:module'

import Database from 'better-sqlite3'

import type { LevelledAs } from '../../sqlite/levelled-database.ts'
import { createSqliteEngine } from '../../sqlite/sqlite-engine.ts'
import type { OpenDatabase, SqliteEngine } from '../../sqlite/sqlite-engine.ts'
import { openScratch, toSqliteConnection } from './better-connection.ts'
import type * as LevelledFile from './levelled-file.ts'

/**
 * @param path - of a file that nobody writes to while it is open
 * @param levelledAs - other names for what it holds; absent: its own
 * @throws {Error} SQLite's own, when there is no such file or it is not a database
 */
export function openSqliteEngine(path: string, levelledAs?: LevelledAs): SqliteEngine {
  return createSqliteEngine({ open: () => openDatabase(path, levelledAs), openScratch })
}

function openDatabase(path: string, levelledAs: LevelledAs | undefined): OpenDatabase {
  const bytes = levelledAs && loadLevelledFile().levelledFileBytes(path, levelledAs)
  const database =
    bytes === undefined
      ? new Database(path, { readonly: true, fileMustExist: true })
      : new Database(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { readonly: true })
  database.pragma('cache_size = -2048')
  // Nobody writes to the file, so it is locked once, for reading, and not for each statement.
  database.pragma('locking_mode = EXCLUSIVE')
  return { connection: toSqliteConnection(database), memoryBytes: bytes?.length ?? 0 }
}

/** Only when it is needed: it would take a query process half as long again to start, and 10 MB. */
function loadLevelledFile() {
  const load = createRequire(import.meta.url)
  // Of the module that stands there.
  return load('./levelled-file.ts') as typeof LevelledFile
}
