/** What can be seen to be wrong with a database's file before it is opened. */

import { accessSync, constants, statSync } from 'node:fs'

/** @returns `undefined` where there is nothing to say against opening it */
export function complaintAboutFile(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 'database missing'
  if (!stats.isFile()) return 'database unreadable: it is no file'
  try {
    accessSync(path, constants.R_OK)
  } catch {
    return 'database unreadable: permission denied'
  }
  const journal = statSync(`${path}-journal`, { throwIfNoEntry: false })
  return journal !== undefined && journal.size > 0
    ? 'database unreadable: a change of it was left half done; open it once with sqlite3'
    : undefined
}
