/** SQLite's result codes by the names that better-sqlite3 gives them. */

const CODE_NAMES: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  18: 'SQLITE_TOOBIG',
  23: 'SQLITE_AUTH',
  26: 'SQLITE_NOTADB',
}

/** Where a temporary file in memory finds no room. */
const IOERR_NOMEM = 3082

/** @param code - an extended one */
export function nameOfCode(code: number): string {
  if (code === IOERR_NOMEM) return 'SQLITE_NOMEM'
  return CODE_NAMES[code & 0xff] ?? 'SQLITE_ERROR'
}
