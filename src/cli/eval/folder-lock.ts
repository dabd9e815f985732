/** Keeps a run's folder to one command at a time. */

import { join } from 'node:path'

import Database from 'better-sqlite3'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'

const LOCK_FILE = 'run.lock'

/**
 * By a lock of the system, which ends with its process however that ends: a run that was killed can
 * be gone on with at once. Node has no such lock, SQLite does; its file stays, and stays empty.
 * @returns gives the folder back
 * @throws {SettingError} when another command has it
 * @throws {Error} when the file cannot be made
 */
export function lockFolder(dir: string): () => void {
  const lock = new Database(join(dir, LOCK_FILE), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if ((cause as { code?: string }).code !== 'SQLITE_BUSY') throw cause
    throw new SettingError(`Another command is writing to ${dir}`, { cause })
  }
  return () => lock.close()
}
