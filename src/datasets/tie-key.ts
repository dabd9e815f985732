/**
 * Gold SQL with a random last sort key. Rows that the author's ORDER BY leaves equal come in another
 * order with each seed; where a LIMIT cuts through such rows, other rows come.
 */

import { cstVisitor } from 'sql-parser-cst'
import type { FuncCall, Node, SelectStmt, WindowDefinition } from 'sql-parser-cst'

import { normalizeSql } from '../sql/tokens.ts'
import { armsOf, clauseOf, nameOf, operatorOf, rangeOf, selectedOf, textOf } from './sql-syntax.ts'
import type { Query } from './sql-syntax.ts'
import { editText } from './text-edits.ts'
import type { TextEdit } from './text-edits.ts'

/** The function without arguments that whoever runs the SQL must provide: a number for each row. */
export const TIE_KEY = 'sqlenv_tie_key'

/** Whether the rows of the whole query come in an order that its author asked for. */
export function isOrdered(query: Query): boolean {
  return clauseOf(query.arms.at(-1), 'order_by_clause') !== undefined
}

/**
 * @returns the query with the key behind its own ORDER BY, or as its ORDER BY where it has a LIMIT
 * only; `undefined` where it has neither
 */
export function withTieKey(query: Query): string | undefined {
  const last = query.arms.at(-1)
  if (last === undefined) return undefined
  if (query.arms.length > 1) return withKeyAroundCompound(query, last)
  const edit = keyEdit(last)
  return edit && editText(query.sql, [edit])
}

/**
 * @returns the query with a key in each of the queries inside it that has a LIMIT, and in each window
 * that looks at one row after the other; `undefined` where there is neither. A compound inside is
 * left as it is.
 */
export function withInnerTieKeys(query: Query): string | undefined {
  const edits: TextEdit[] = []
  const skipped = new Set(query.arms)
  cstVisitor({
    compound_select_stmt: (compound) => armsOf(compound).forEach((arm) => skipped.add(arm)),
    select_stmt: (select) => {
      if (skipped.has(select) || clauseOf(select, 'limit_clause') === undefined) return
      const edit = keyEdit(select)
      if (edit !== undefined) edits.push(edit)
    },
    func_call: (call) => {
      const edit = windowKeyEdit(call)
      if (edit !== undefined) edits.push(edit)
    },
  })(query.statement)
  return edits.length === 0 ? undefined : editText(query.sql, edits)
}

/** What of a window depends on which of two rows that tie comes first; ranks and sums do not. */
const ROW_BY_ROW = new Set('first_value lag last_value lead nth_value ntile row_number'.split(' '))

function windowKeyEdit(call: FuncCall): TextEdit | undefined {
  const window = call.over?.window
  if (window?.type !== 'paren_expr') return undefined
  const { orderBy, frame }: WindowDefinition = window.expr
  const isByRow = ROW_BY_ROW.has(nameOf(call)) || frame?.unitKw.name === 'ROWS'
  if (!isByRow || orderBy === undefined) return undefined
  const [, end] = rangeOf(orderBy)
  return { start: end, end, text: `, ${TIE_KEY}()` }
}

function keyEdit(select: SelectStmt): TextEdit | undefined {
  const orderBy = clauseOf(select, 'order_by_clause')
  if (orderBy !== undefined) {
    const [, end] = rangeOf(orderBy)
    return { start: end, end, text: `, ${TIE_KEY}()` }
  }
  const limit = clauseOf(select, 'limit_clause')
  if (limit === undefined) return undefined
  const [start] = rangeOf(limit)
  return { start, end: start, text: `ORDER BY ${TIE_KEY}() ` }
}

/** A compound can only be sorted by its columns, so that the key has to stand around it. */
function withKeyAroundCompound(query: Query, last: SelectStmt): string | undefined {
  const orderBy = clauseOf(last, 'order_by_clause')
  const sorting = orderBy ?? clauseOf(last, 'limit_clause')
  if (sorting === undefined) return undefined
  const withClause = clauseOf(query.arms[0], 'with_clause')
  const start = withClause === undefined ? rangeOf(query.statement)[0] : rangeOf(withClause)[1]
  const [sortingStart] = rangeOf(sorting)
  const rest = orderBy === undefined ? sortingStart : rangeOf(orderBy)[1]
  const terms = orderBy?.specifications.items.map((term) => termAround(query, term)) ?? []
  return [
    query.sql.slice(0, start),
    ` SELECT * FROM (${query.sql.slice(start, sortingStart)}\n)`,
    ` ORDER BY ${[...terms, `${TIE_KEY}()`].join(', ')}`,
    query.sql.slice(rest),
  ].join('')
}

/** A sort term with its column named by position, which means the same around the compound. */
function termAround(query: Query, term: Node): string {
  const sorted = withoutCollation(term.type === 'sort_specification' ? term.expr : term)
  const isPosition = sorted.type === 'number_literal'
  const position = isPosition ? undefined : columnPosition(query, query.arms, sorted)
  const [termStart, termEnd] = rangeOf(term)
  const [start, end] = rangeOf(sorted)
  const column = position === undefined ? textOf(query, sorted) : String(position)
  return query.sql.slice(termStart, start) + column + query.sql.slice(end, termEnd)
}

function withoutCollation(node: Node): Node {
  const isCollated = node.type === 'binary_expr' && operatorOf(node) === 'COLLATE'
  return isCollated ? withoutCollation(node.left) : node
}

/**
 * From 1: where one of the joined queries selects what is sorted by, or calls it so.
 * @param arms - of the whole query, or of one inside it
 */
export function columnPosition(
  query: Query,
  arms: readonly SelectStmt[],
  sorted: Node,
): number | undefined {
  const wanted = normalizeSql(textOf(query, sorted))
  for (const arm of arms) {
    const index = selectedOf(arm).findIndex((column) => namesOf(query, column).includes(wanted))
    if (index !== -1) return index + 1
  }
  return undefined
}

function namesOf(query: Query, column: Node): string[] {
  const expr = column.type === 'alias' ? column.expr : column
  const names = column.type === 'alias' ? [column.alias, expr] : [expr]
  if (expr.type === 'member_expr') names.push(expr.property)
  return names.map((name) => normalizeSql(textOf(query, name)))
}
