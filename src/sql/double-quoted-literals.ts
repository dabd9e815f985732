/** Text in double quotes, as a fifth of real queries write it, for an engine that refuses it. */

import { tokenize } from './tokens.ts'
import type { Token } from './tokens.ts'

const COMPLAINT = /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/s

/**
 * @param message - what SQLite said of `sql`
 * @returns the SQL with every `"X"` as `'X'` where SQLite took `"X"` for text that ought to stand
 *   in single quotes; null when that is not what it said
 */
export function withSingleQuotedLiteral(sql: string, message: string): string | null {
  const [, literal] = COMPLAINT.exec(message) ?? []
  if (literal === undefined) return null
  const quoted = `'${literal.replaceAll("'", "''")}'`
  const tokens = tokenize(sql)
  const mended = tokens.map((token) => (inDoubleQuotes(token) === literal ? quoted : token.text))
  const mendedSql = mended.join('')
  return mendedSql === sql ? null : mendedSql
}

function inDoubleQuotes({ kind, text }: Token): string | null {
  if (kind !== 'quoted_name' || !text.startsWith('"')) return null
  return text.slice(1, -1).replaceAll('""', '"')
}
