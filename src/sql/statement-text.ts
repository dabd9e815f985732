/** What can be told of a statement before an engine sees it. */

import { eachToken } from './tokens.ts'
import type { TokenKind } from './tokens.ts'

export type StatementText =
  /** `sql` begins with the statement's first word: what stood before it does nothing. */
  | { readonly kind: 'statement'; readonly sql: string }
  | { readonly kind: 'refused'; readonly reason: 'empty' | 'explain' | 'pragma' }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * A pragma acts while it is prepared, behind EXPLAIN too, so it has to be known by its text. No
 * other statement does: all else is left to the engine, which reads SQL better than we do.
 */
export function judgeStatementText(sql: string): StatementText {
  // SQLite would take what follows for no part of the SQL, and we would judge another text than it.
  if (sql.includes('\0')) return { kind: 'failed', message: 'the SQL contains a NUL character' }
  let offset = 0
  let start: number | undefined
  let isExplained = false
  for (const { kind, text } of eachToken(sql)) {
    if (!isIdle(kind) && (start !== undefined || text !== ';')) {
      start ??= offset
      if (/^PRAGMA$/i.test(text)) return { kind: 'refused', reason: 'pragma' }
      if (!isExplaining(text)) break
      isExplained = true
    }
    offset += text.length
  }
  if (start === undefined) return { kind: 'refused', reason: 'empty' }
  if (isExplained) return { kind: 'refused', reason: 'explain' }
  return { kind: 'statement', sql: sql.slice(start) }
}

function isIdle(kind: TokenKind): boolean {
  return kind === 'blank' || kind === 'comment'
}

function isExplaining(text: string): boolean {
  return /^(?:EXPLAIN|QUERY|PLAN|;)$/i.test(text)
}
