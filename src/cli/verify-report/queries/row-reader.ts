/** What an agent asks that counts for itself: the rows that gold aggregates, as they are. */

import {
  callsIn,
  clauseOf,
  isAggregate,
  rangeOf,
  selectedOf,
} from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'

/** @returns `undefined` where gold selects no aggregate, or is put together of several queries */
export function rowsBehind(query: Query): string | undefined {
  const [select, ...others] = query.arms
  if (select === undefined || others.length > 0) return undefined
  const aggregates = selectedOf(select).filter((node) => callsIn(node).some(isAggregate))
  const columns = clauseOf(select, 'select_clause')?.columns
  const from = clauseOf(select, 'from_clause')
  if (aggregates.length === 0 || columns === undefined || from === undefined) return undefined
  const [start] = rangeOf(query.statement)
  const [columnsStart] = rangeOf(columns)
  const [fromStart] = rangeOf(from)
  const [, end] = rangeOf(clauseOf(select, 'where_clause') ?? from)
  return `${query.sql.slice(start, columnsStart)}* ${query.sql.slice(fromStart, end)}`
}
