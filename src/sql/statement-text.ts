/** What can be told of a statement before an engine sees it. */

import { tokenize } from './tokens.ts'

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
  const tokens = tokenize(sql)
  const start = tokens.findIndex(({ kind, text }) => !isIdle(kind) && text !== ';')
  if (start === -1) return { kind: 'refused', reason: 'empty' }
  const words = tokens.slice(start).filter(({ kind }) => !isIdle(kind))
  const firstWord = words.find(({ text }) => !isExplaining(text))
  if (firstWord?.text.toUpperCase() === 'PRAGMA') return { kind: 'refused', reason: 'pragma' }
  if (words[0] !== firstWord) return { kind: 'refused', reason: 'explain' }
  const statementTokens = tokens.slice(start)
  return { kind: 'statement', sql: statementTokens.map(({ text }) => text).join('') }
}

function isIdle(kind: string): boolean {
  return kind === 'blank' || kind === 'comment'
}

function isExplaining(text: string): boolean {
  return /^(?:EXPLAIN|QUERY|PLAN|;)$/i.test(text)
}
