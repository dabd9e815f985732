/** UNION, INTERSECT and EXCEPT, written in another way. */

import type { CompoundSelectStmt, SubSelect } from 'sql-parser-cst'

import { clauseOf, operatorOf, selectedOf, textOf } from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import { replaceStatement } from './outermost-edits.ts'

/** The two sides of UNION or INTERSECT exchanged, where the whole has no order. */
export function armsExchanged(query: Query): string | undefined {
  const compound = unorderedPair(query)
  if (compound === undefined || operatorOf(compound) === 'EXCEPT') return undefined
  const { left, right } = compound
  const sides = [textOf(query, right), operatorOf(compound), textOf(query, left)]
  return replaceStatement(query, sides.join(' '))
}

/** INTERSECT and EXCEPT of one column as EXISTS; IS, since they take two NULLs for the same. */
export function setAsExists(query: Query): string | undefined {
  const compound = unorderedPair(query)
  const exists = compound && { INTERSECT: 'EXISTS', EXCEPT: 'NOT EXISTS' }[operatorOf(compound)]
  if (compound === undefined || exists === undefined || columnCount(compound.left) !== 1) {
    return undefined
  }
  const [left, right] = [textOf(query, compound.left), textOf(query, compound.right)]
  const sides = `WITH one(value) AS (${left}), other(value) AS (${right})`
  const found = `${exists} (SELECT 1 FROM other WHERE other.value IS one.value)`
  return replaceStatement(query, `${sides} SELECT DISTINCT one.value FROM one WHERE ${found}`)
}

function unorderedPair(query: Query): CompoundSelectStmt | undefined {
  const { statement, arms } = query
  const last = arms.at(-1)
  const isFree =
    clauseOf(arms[0], 'with_clause') === undefined &&
    clauseOf(last, 'order_by_clause') === undefined &&
    clauseOf(last, 'limit_clause') === undefined
  return statement.type === 'compound_select_stmt' && arms.length === 2 && isFree
    ? statement
    : undefined
}

function columnCount(select: SubSelect): number | undefined {
  if (select.type !== 'select_stmt') return undefined
  const selected = selectedOf(select)
  return selected.some(({ type }) => type === 'all_columns') ? undefined : selected.length
}
