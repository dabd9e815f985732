/** What can be told of gold's SQL from its tokens: columns, comparisons, and its outermost clauses. */

import type { RevealedTable } from '../../../client/schema-info.ts'
import { meaningfulTokens, tokenize } from '../../../sql/tokens.ts'
import type { Token } from '../../../sql/tokens.ts'

export type Mention = {
  readonly table: string
  readonly column: string
  readonly type: string
  /** Whether it identifies rows, of its own table or of another. */
  readonly isKey: boolean
}

export type Filter = Mention & { readonly operator: string; readonly literal: string }

/** Columns of the tables that gold names. Where two tables have one of that name, the first has it. */
export function mentionsOf(goldSql: string, tables: readonly RevealedTable[]): Mention[] {
  const mentions = meaningfulTokens(goldSql).flatMap((token) => mentionOf(token, tables) ?? [])
  return [...new Map(mentions.map((one) => [`${one.table} ${one.column}`, one])).values()]
}

const OPERATORS = new Set(['=', '<', '>', 'LIKE'])

/** Comparisons of a column with a value. */
export function filtersOf(goldSql: string, tables: readonly RevealedTable[]): Filter[] {
  const tokens = meaningfulTokens(goldSql)
  return tokens.flatMap((token, index) => {
    const [operator = '', value] = [tokens[index + 1]?.text.toUpperCase(), tokens[index + 2]]
    const mention = mentionOf(token, tables)
    const literal = value && literalOf(value, tables)
    if (mention === undefined || !OPERATORS.has(operator) || literal === undefined) return []
    return [{ ...mention, operator, literal }]
  })
}

/** The first rows that gold's result is chosen or sorted from; undefined where it is neither. */
export function cutToRows(goldSql: string): string | undefined {
  const clauses = clausesOf(goldSql)
  if (clauses === undefined || !/ORDER|LIMIT/.test([...clauses.keys()].join(' '))) return undefined
  const kept = [...clauses].filter(([word]) => word !== 'ORDER' && word !== 'LIMIT')
  return `${kept.map(([, text]) => text.trim()).join(' ')} LIMIT 5`
}

/** How many rows gold's joins and conditions leave. */
export function cutToShape(goldSql: string): string | undefined {
  const clauses = clausesOf(goldSql)
  const from = clauses?.get('FROM')?.trim()
  if (from === undefined) return undefined
  return ['SELECT COUNT(*)', from, clauses?.get('WHERE')?.trim() ?? ''].join(' ').trim()
}

export function mentionOf(
  { kind, text }: Token,
  tables: readonly RevealedTable[],
): Mention | undefined {
  if (kind !== 'word' && kind !== 'quoted_name') return undefined
  const wanted = (kind === 'word' ? text : text.slice(1, -1)).toLowerCase()
  for (const { name: table, columns } of tables) {
    const column = columns.find(({ name }) => name.toLowerCase() === wanted)
    if (column === undefined) continue
    const { name, type, isPrimaryKey, references } = column
    return { table, column: name, type, isKey: isPrimaryKey || references !== null }
  }
  return undefined
}

/** Some authors write texts in double quotes. */
function literalOf(token: Token, tables: readonly RevealedTable[]): string | undefined {
  const { kind, text } = token
  if (kind === 'string' || kind === 'number') return text
  if (kind !== 'quoted_name' || mentionOf(token, tables) !== undefined) return undefined
  return `'${text.slice(1, -1).replaceAll("'", "''")}'`
}

const CLAUSES = new Set(['SELECT', 'FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'WINDOW'])
const COMPOUND = new Set(['UNION', 'INTERSECT', 'EXCEPT', 'WITH', 'VALUES'])

/**
 * The clauses of a single SELECT, each from its first word on, in their order.
 * @returns undefined where it is more than one, or another statement
 */
function clausesOf(sql: string): Map<string, string> | undefined {
  const clauses = new Map<string, string>()
  let depth = 0
  let current = ''
  for (const { kind, text } of tokenize(sql.replace(/[\s;]+$/, ''))) {
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    const word = kind === 'word' && depth === 0 ? text.toUpperCase() : ''
    if (COMPOUND.has(word)) return undefined
    if (CLAUSES.has(word)) current = word
    clauses.set(current, (clauses.get(current) ?? '') + text)
  }
  return clauses.has('SELECT') && !clauses.has('') ? clauses : undefined
}
