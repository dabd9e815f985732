/** What the first bytes of a file say: whether it is SQLite's, and how it is written. */

import { closeSync, openSync, readSync } from 'node:fs'

const SQLITE_MAGIC = 'SQLite format 3\0'

/** Written through a log beside it: read alone it may lack what was written last. */
export function isInWalMode(path: string): boolean {
  const header = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    readSync(file, header)
  } finally {
    closeSync(file)
  }
  if (header.toString('latin1', 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return false
  return header[18] === 2 || header[19] === 2
}
