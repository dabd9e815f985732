/** What a query selects, written in another way: aggregates, DISTINCT, extremes, counts. */

import { cstVisitor } from 'sql-parser-cst'
import type { FuncCall, Node } from 'sql-parser-cst'

import {
  callsIn,
  clauseOf,
  isAggregate,
  isColumn,
  isDistinct,
  nameOf,
  rangeOf,
  selectedOf,
  textOf,
} from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import type { TextEdit } from '../../../datasets/text-edits.ts'
import { columnPosition } from '../../../datasets/tie-key.ts'
import { replacing, withOutermost } from './outermost-edits.ts'

/** `count(*)` as `count(1)`. */
export function countOfOne(query: Query): string | undefined {
  return withCalls(query, 'count', (call) => (countsRows(call) ? 'count(1)' : undefined))
}

/** `count(*)` as a sum of ones, `count(a)` as a sum of ones and zeros. */
export function countAsSum(query: Query): string | undefined {
  return withCalls(query, 'count', (call) => {
    if (countsRows(call)) return 'coalesce(sum(1), 0)'
    const [argument] = argumentsOf(call)
    if (argument === undefined || call.args?.expr.distinctKw !== undefined) return undefined
    const one = `CASE WHEN ${textOf(query, argument)} IS NULL THEN 0 ELSE 1 END`
    return `coalesce(sum(${one}), 0)`
  })
}

/** `avg(a)` as a sum by a count. */
export function averageAsRatio(query: Query): string | undefined {
  return withCalls(query, 'avg', ({ args }) => {
    const text = args && textOf(query, args.expr)
    return text && `(sum(${text}) * 1.0 / count(${text}))`
  })
}

function withCalls(
  query: Query,
  name: string,
  rewrite: (call: FuncCall) => string | undefined,
): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    func_call: (call) => {
      const isPlain = call.over === undefined && call.filter === undefined
      const text = nameOf(call) === name && isPlain ? rewrite(call) : undefined
      if (text !== undefined) edits.push(replacing(call, text))
    },
  })(query.statement)
  return withOutermost(query, edits)
}

function argumentsOf(call: FuncCall): readonly Node[] {
  return call.args?.expr.args.items ?? []
}

function countsRows(call: FuncCall): boolean {
  const [argument] = argumentsOf(call)
  return argument === undefined || argument.type === 'all_columns'
}

/** `SELECT DISTINCT a` as `SELECT a … GROUP BY a`. */
export function distinctAsGroups(query: Query): string | undefined {
  const [select, ...others] = query.arms
  if (select === undefined || others.length > 0 || !isDistinct(select)) return undefined
  const from = clauseOf(select, 'from_clause')
  const distinct = clauseOf(select, 'select_clause')?.modifiers.find(
    ({ type }) => type === 'select_distinct',
  )
  const columns = selectedOf(select).map((node) => (node.type === 'alias' ? node.expr : node))
  const isPlain = columns.every((node) => isColumn(node) && !textOf(query, node).endsWith('*'))
  const sorted = clauseOf(select, 'order_by_clause')?.specifications.items ?? []
  const isSelected = sorted.every((term) => {
    const key = term.type === 'sort_specification' ? term.expr : term
    return columnPosition(query, query.arms, key) !== undefined
  })
  const isGrouped = clauseOf(select, 'group_by_clause') !== undefined
  if (from === undefined || distinct === undefined || !isPlain || !isSelected || isGrouped) {
    return undefined
  }
  const [, end] = rangeOf(clauseOf(select, 'where_clause') ?? from)
  const groups = ` GROUP BY ${columns.map((node) => textOf(query, node)).join(', ')} `
  return withOutermost(query, [replacing(distinct, ''), { start: end, end, text: groups }])
}

/** A single `max(a)` as the first row by `a`; NULL is never the largest, nor the smallest. */
export function extremeAsFirstRow(query: Query): string | undefined {
  const call = onlyCall(query)
  const [argument, ...more] = call === undefined ? [] : argumentsOf(call)
  const direction = call && { max: 'DESC', min: 'ASC' }[nameOf(call)]
  if (call === undefined || argument === undefined || direction === undefined || more.length > 0) {
    return undefined
  }
  const text = textOf(query, argument)
  const [, end] = rangeOf(query.statement)
  const order = ` ORDER BY ${text} IS NULL, ${text} ${direction} LIMIT 1`
  return withOutermost(query, [replacing(call, text), { start: end, end, text: order }])
}

/** A single `count(DISTINCT a)` as a count of the different values. */
export function distinctCountAsRows(query: Query): string | undefined {
  const call = onlyCall(query)
  const [argument] = call === undefined ? [] : argumentsOf(call)
  const isDistinctCount = call?.args?.expr.distinctKw !== undefined && nameOf(call) === 'count'
  if (call === undefined || argument === undefined || !isDistinctCount) return undefined
  const [start, end] = rangeOf(query.statement)
  const [callStart, callEnd] = rangeOf(call)
  const values = `DISTINCT ${textOf(query, argument)} AS counted_value`
  const inner = `${query.sql.slice(start, callStart)}${values}${query.sql.slice(callEnd, end)}`
  const text = `SELECT count(counted_value) FROM (${inner}) AS counted`
  return withOutermost(query, [{ start, end, text }])
}

/** The aggregate that is all that a query without groups and order selects. */
function onlyCall(query: Query): FuncCall | undefined {
  const [select, ...others] = query.arms
  const [selected, ...more] = select === undefined ? [] : selectedOf(select)
  const clauses = ['with_clause', 'group_by_clause', 'order_by_clause', 'limit_clause'] as const
  const isPlain =
    others.length === 0 &&
    more.length === 0 &&
    clauses.every((type) => clauseOf(select, type) === undefined) &&
    clauseOf(select, 'having_clause') === undefined
  const isCall = selected?.type === 'func_call' && isAggregate(selected)
  const isAlone = isCall && callsIn(selected).filter(isAggregate).length === 1
  return isPlain && isAlone && selected.over === undefined && selected.filter === undefined
    ? selected
    : undefined
}

/**
 * `ORDER BY a DESC LIMIT 1` as a row with the largest `a`. Where gold is fair all of them are alike,
 * but there may be several.
 */
export function firstRowAsExtreme(query: Query): string | undefined {
  const [select, ...others] = query.arms
  const from = clauseOf(select, 'from_clause')
  const where = clauseOf(select, 'where_clause')
  const order = clauseOf(select, 'order_by_clause')
  const limit = clauseOf(select, 'limit_clause')
  const [term, ...terms] = order?.specifications.items ?? []
  if (select === undefined || from === undefined || order === undefined || limit === undefined) {
    return undefined
  }
  const isFirst =
    limit.count?.type === 'number_literal' && limit.count.value === 1 && limit.offset === undefined
  const isDescending =
    term?.type === 'sort_specification' &&
    term.direction?.type === 'sort_direction_desc' &&
    term.nullHandlingKw === undefined &&
    isColumn(term.expr)
  const isPlain =
    others.length === 0 &&
    terms.length === 0 &&
    clauseOf(select, 'group_by_clause') === undefined &&
    !isDistinct(select) &&
    !selectedOf(select).some((node) => node.type === 'alias' || callsIn(node).some(isAggregate))
  if (!isFirst || !isDescending || !isPlain) return undefined
  const key = textOf(query, term.expr)
  const filter = where === undefined ? '' : ` ${textOf(query, where)}`
  const largest = `${key} IS (SELECT max(${key}) ${textOf(query, from)}${filter})`
  const [, fromEnd] = rangeOf(from)
  const condition =
    where === undefined
      ? { start: fromEnd, end: fromEnd, text: ` WHERE ${largest}` }
      : replacing(where.expr, `(${textOf(query, where.expr)}) AND ${largest}`)
  return withOutermost(query, [condition, replacing(order, '')])
}
