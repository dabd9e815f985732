/** Gold SQL without what its author may call as he likes. */

import { cstVisitor } from 'sql-parser-cst'

import { meaningfulTokens } from '../../sql/tokens.ts'
import type { Token } from '../../sql/tokens.ts'
import { parseQuery } from '../sql-syntax.ts'

/**
 * Two golds with one form are the same query: blanks, case, comments, the word AS, the kind of
 * quotes, and names that a query gives to tables, columns and its own WITH queries make no
 * difference. Names are taken for the same wherever they stand, so that in an odd query which calls
 * a table as one of its columns is called, more may look the same than is.
 */
export function goldForm(sql: string): string {
  const given = namesGivenIn(sql)
  const numbers = new Map<string, number>()
  const tokens = meaningfulTokens(sql)
  const end = tokens.findLastIndex(({ text }) => text !== ';')
  return tokens
    .slice(0, end + 1)
    .filter(({ kind, text }) => kind !== 'word' || text.toLowerCase() !== 'as')
    .map((token) => {
      const name = nameOf(token)
      if (!given.has(name)) return token.kind === 'word' ? name : plainText(token)
      const number = numbers.get(name) ?? numbers.size + 1
      numbers.set(name, number)
      return `name${number}`
    })
    .join(' ')
}

/** In lower case; none where the parser does not know the SQL. */
function namesGivenIn(sql: string): ReadonlySet<string> {
  const names = new Set<string>()
  const query = parseQuery(sql)
  if (query === undefined) return names
  cstVisitor({
    alias: ({ alias }) => {
      if (alias.type === 'identifier') names.add(alias.name.toLowerCase())
    },
    common_table_expr: ({ table, columns }) => {
      names.add(table.name.toLowerCase())
      for (const column of columns?.expr.items ?? []) names.add(column.name.toLowerCase())
    },
  })(query.statement)
  return names
}

function nameOf({ kind, text }: Token): string {
  if (kind === 'word') return text.toLowerCase()
  return kind === 'quoted_name' ? unquoted(text).toLowerCase() : ''
}

/** A text in double quotes may be a literal (failure case N9), and then is the one in single ones. */
function plainText({ kind, text }: Token): string {
  return kind === 'string' || kind === 'quoted_name' ? `'${unquoted(text)}'` : text.toLowerCase()
}

function unquoted(text: string): string {
  return text.slice(1, -1)
}
