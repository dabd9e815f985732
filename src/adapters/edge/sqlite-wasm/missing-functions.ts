/** Functions by which this build of SQLite differs from Node's, made to answer as they do there. */

import type { CellValue } from '../../../sql/cell.ts'
import { SqlFunctionError } from '../../sqlite/sqlite-connection.ts'
import type { SqliteConnection } from '../../sqlite/sqlite-connection.ts'

/** What Node's answer to a call of each, as far as SQL that passes the gate can call them. */
const FAILING: readonly (readonly [name: string, argumentCount: number | null, says: string])[] = [
  ['fts3_tokenizer', null, 'fts3tokenize disabled'],
  ['load_extension', null, 'not authorized'],
  ...['matchinfo', 'offsets', 'optimize'].map((name) => {
    return [name, null, `unable to use function ${name} in the requested context`] as const
  }),
  // These are there, and nowhere else.
  ['sqlite_offset', 1, 'no such function: sqlite_offset'],
  ['unknown', null, 'no such function: unknown'],
]

export function defineMissingFunctions(connection: SqliteConnection): void {
  for (const [name, argumentCount, says] of FAILING) {
    connection.define(name, argumentCount, false, () => {
      throw new SqlFunctionError(says)
    })
  }
  connection.define('soundex', 1, true, (value = null) => soundex(value))
}

const CODES = '01230120022455012623010202'
const UPPER_A = 65

/** As SQLite has it: byte by byte, up to a NUL. */
function soundex(value: CellValue): string {
  const bytes = value instanceof Uint8Array ? value : new TextEncoder().encode(textOf(value))
  const end = bytes.indexOf(0)
  const word = bytes.subarray(0, end === -1 ? bytes.length : end)
  const start = word.findIndex((byte) => byte < 0x80 && letterOf(byte) >= 0)
  if (start === -1) return '?000'
  let previous = codeOf(word[start] ?? 0)
  let result = String.fromCharCode((word[start] ?? 0) & ~0x20)
  for (const byte of word.subarray(start)) {
    const code = codeOf(byte)
    if (code !== '0' && code !== previous) result += code
    previous = code
    if (result.length === 4) break
  }
  return result.padEnd(4, '0')
}

function textOf(value: CellValue): string {
  return value === null ? '' : String(value)
}

function codeOf(byte: number): string {
  return CODES[letterOf(byte & 0x7f)] ?? '0'
}

/** From 0; -1 where it is no letter. */
function letterOf(byte: number): number {
  const letter = (byte & ~0x20) - UPPER_A
  return letter >= 0 && letter < CODES.length ? letter : -1
}
