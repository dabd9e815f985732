/** Errors that say which file they are about. */

import { SettingError } from '../settings/setting-kinds.ts'

/**
 * Puts the name of what is read before what is wrong with it.
 * @throws {SettingError} in one line
 */
export function named<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SettingError(reason.startsWith(what) ? reason : `${what}: ${reason}`, { cause })
  }
}
