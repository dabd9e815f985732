/** The whole of a query inside another one that passes its rows on; what sorts them stays outside. */

import type { Node, SelectStmt } from 'sql-parser-cst'

import { clauseOf, isDistinct, rangeOf, selectedOf, textOf } from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import { columnPosition } from '../../../datasets/tie-key.ts'
import { replaceStatement } from './outermost-edits.ts'

/** In a WITH of its own. */
export function inWith(query: Query): string | undefined {
  if (clauseOf(query.arms[0], 'with_clause') !== undefined) return undefined
  return wrapped(query, (inside) => `WITH answer_rows AS (${inside}) SELECT * FROM answer_rows`)
}

/** In a FROM. */
export function inFrom(query: Query): string | undefined {
  return wrapped(query, (inside) => `SELECT * FROM (${inside}) AS answer_table`)
}

/**
 * An ORDER BY goes outside by the positions of its columns, with its LIMIT. `undefined` where it
 * sorts by what is not selected, as long as more than one row may come.
 */
function wrapped(query: Query, around: (inside: string) => string): string | undefined {
  const [start, end] = rangeOf(query.statement)
  const last = query.arms.at(-1)
  const order = clauseOf(last, 'order_by_clause')
  const whole = query.sql.slice(start, end)
  if (order === undefined || isOneRow(last)) return replaceStatement(query, around(whole))
  const terms = order.specifications.items.map((term) => termByPosition(query, term))
  if (terms.includes(undefined)) return undefined
  const [orderStart, orderEnd] = rangeOf(order)
  const inside = query.sql.slice(start, orderStart).trimEnd()
  const rest = query.sql.slice(orderEnd, end)
  return replaceStatement(query, `${around(inside)} ORDER BY ${terms.join(', ')}${rest}`)
}

function isOneRow(select: SelectStmt | undefined): boolean {
  const count = clauseOf(select, 'limit_clause')?.count
  return count?.type === 'number_literal' && count.value === 1
}

function termByPosition(query: Query, term: Node): string | undefined {
  const key = term.type === 'sort_specification' ? term.expr : term
  const position =
    key.type === 'number_literal' ? key.value : columnPosition(query, query.arms, key)
  const isAll = query.arms.some((arm) => selectedOf(arm).some(showsAll))
  if (position === undefined || isAll) return undefined
  const [, termEnd] = rangeOf(term)
  const [, keyEnd] = rangeOf(key)
  return `${position}${query.sql.slice(keyEnd, termEnd)}`
}

function showsAll(selected: Node): boolean {
  return (
    selected.type === 'all_columns' ||
    (selected.type === 'member_expr' && selected.property.type === 'all_columns')
  )
}

/** Sorted by what is not selected: the inner query hands the keys on, and the outer sorts by them. */
export function keysHandedOn(query: Query): string | undefined {
  const [select, ...others] = query.arms
  const order = clauseOf(select, 'order_by_clause')
  if (select === undefined || others.length > 0 || order === undefined || isDistinct(select)) {
    return undefined
  }
  const selected = selectedOf(select)
  const columns = clauseOf(select, 'select_clause')?.columns
  if (columns === undefined || selected.some(showsAll)) return undefined
  const isNamed = (node: Node): boolean => node.type === 'alias' && node.alias.type === 'identifier'
  const names = selected.map((node, index) =>
    node.type === 'alias' && isNamed(node) ? textOf(query, node.alias) : `column_${index + 1}`,
  )
  const inner = selected.map((node, index) =>
    isNamed(node) ? textOf(query, node) : `${textOf(query, node)} AS ${names[index]}`,
  )
  const keys = order.specifications.items.map((term) => keyOf(query, term, names))
  if (keys.some((key) => key === undefined)) return undefined
  const hidden = keys.flatMap((key, index) =>
    key?.isHidden ? `${key.text} AS key_${index + 1}` : [],
  )
  const terms = keys.map((key, index) => {
    return `${key?.isHidden ? `key_${index + 1}` : key?.text}${key?.direction}`
  })
  const [start, end] = rangeOf(query.statement)
  const [columnsStart, columnsEnd] = rangeOf(columns)
  const list = [...inner, ...hidden].join(', ')
  const inside = `${query.sql.slice(start, columnsStart)}${list}${query.sql.slice(columnsEnd, end)}`
  const outside = `SELECT ${names.join(', ')} FROM (${inside}) AS sorted_rows`
  return replaceStatement(query, `${outside} ORDER BY ${terms.join(', ')}`)
}

type SortKey = { readonly text: string; readonly isHidden: boolean; readonly direction: string }

/** @param names - of the columns that are selected */
function keyOf(query: Query, term: Node, names: readonly string[]): SortKey | undefined {
  const key = term.type === 'sort_specification' ? term.expr : term
  const position =
    key.type === 'number_literal' ? key.value : columnPosition(query, query.arms, key)
  const [, termEnd] = rangeOf(term)
  const [, keyEnd] = rangeOf(key)
  const direction = query.sql.slice(keyEnd, termEnd)
  if (position === undefined) return { text: textOf(query, key), isHidden: true, direction }
  const name = names[position - 1]
  return name === undefined ? undefined : { text: name, isHidden: false, direction }
}
