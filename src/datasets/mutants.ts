/** Slips that a learner could make in place of gold, one at a time. */

import { cstVisitor } from 'sql-parser-cst'
import type { JoinExpr, LimitClause, Node } from 'sql-parser-cst'

import { isAggregate, isColumn, nameOf, operatorOf, rangeOf } from './sql-syntax.ts'
import type { Query } from './sql-syntax.ts'
import { editText } from './text-edits.ts'
import type { TextEdit } from './text-edits.ts'

export const MUTANT_KINDS = [
  'distinct_dropped',
  'comparison_flipped',
  'inner_for_left',
  'other_aggregate',
  'limit_off_by_one',
  'filter_dropped',
] as const
export type MutantKind = (typeof MUTANT_KINDS)[number]

export type Mutant = { readonly kind: MutantKind; readonly sql: string }

/**
 * Every mutant of a query, its subqueries included; not every one means something else. Conditions
 * that join tables are left alone: without them a query becomes a cross product.
 */
export function mutantsOf(query: Query): Mutant[] {
  return slipsIn(query).map(({ kind, edit }) => ({ kind, sql: editText(query.sql, [edit]) }))
}

/** The SQL with two slips at once, in different places of it, for every two that there are. */
export function doubleMutantsOf(query: Query): string[] {
  const slips = slipsIn(query)
  return slips.flatMap(({ edit }, place) =>
    slips
      .slice(place + 1)
      .filter(({ edit: other }) => other.start >= edit.end || other.end <= edit.start)
      .map(({ edit: other }) => editText(query.sql, [edit, other])),
  )
}

type Slip = { readonly kind: MutantKind; readonly edit: TextEdit }

function slipsIn(query: Query): Slip[] {
  const slips: Slip[] = []
  const add = (kind: MutantKind, edit: TextEdit): void => void slips.push({ kind, edit })
  cstVisitor({
    select_distinct: (distinct) => add('distinct_dropped', replace(distinct, '')),
    func_args: ({ distinctKw }) => {
      if (distinctKw !== undefined) add('distinct_dropped', replace(distinctKw, ''))
    },
    func_call: (call) => {
      const other = OTHER_AGGREGATE[nameOf(call)]
      if (other !== undefined && isAggregate(call)) {
        add('other_aggregate', replace(call.name, other))
      }
    },
    binary_expr: (expr) => {
      const other = OTHER_COMPARISON[operatorOf(expr)]
      if (other !== undefined && !isJoining(expr))
        add('comparison_flipped', between(expr.left, expr.right, other))
    },
    join_expr: (join) => {
      const words = leftJoinWords(join)
      if (words !== undefined) add('inner_for_left', words)
    },
    limit_clause: (limit) => {
      for (const edit of limitEdits(limit)) add('limit_off_by_one', edit)
    },
    where_clause: ({ expr }) => {
      for (const filter of filtersIn(expr)) add('filter_dropped', replace(filter, '1'))
    },
    having_clause: ({ expr }) => {
      for (const filter of filtersIn(expr)) add('filter_dropped', replace(filter, '1'))
    },
  })(query.statement)
  return slips
}

const OTHER_AGGREGATE: Readonly<Record<string, string>> = {
  avg: 'sum',
  max: 'min',
  min: 'max',
  sum: 'avg',
  total: 'avg',
}

const OTHER_COMPARISON: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '=': '<>',
  '==': '<>',
  '!=': '=',
  '<>': '=',
}

function replace(node: Node, text: string): TextEdit {
  const [start, end] = rangeOf(node)
  return { start, end, text }
}

/** Another operator between two sides. */
function between(left: Node, right: Node, operator: string): TextEdit {
  return { start: rangeOf(left)[1], end: rangeOf(right)[0], text: ` ${operator} ` }
}

function isJoining(expr: Node): boolean {
  if (expr.type !== 'binary_expr' || OTHER_COMPARISON[operatorOf(expr)] === undefined) return false
  return isColumn(expr.left) && isColumn(expr.right)
}

function leftJoinWords({ operator }: JoinExpr): TextEdit | undefined {
  if (!Array.isArray(operator)) return undefined
  const names = new Set(operator.map(({ name }) => name))
  const [first] = operator
  const last = operator.at(-1)
  const isLeft = names.has('LEFT') && !names.has('NATURAL')
  if (!isLeft || first === undefined || last === undefined) return undefined
  return { start: rangeOf(first)[0], end: rangeOf(last)[1], text: 'JOIN' }
}

function limitEdits({ count }: LimitClause): TextEdit[] {
  if (count?.type !== 'number_literal') return []
  const more = replace(count, String(count.value + 1))
  return count.value > 1 ? [more, replace(count, String(count.value - 1))] : [more]
}

/** What a condition demands all at once, but for what joins tables. */
function filtersIn(expr: Node): Node[] {
  if (expr.type === 'paren_expr') return filtersIn(expr.expr)
  if (expr.type === 'binary_expr' && operatorOf(expr) === 'AND') {
    return [...filtersIn(expr.left), ...filtersIn(expr.right)]
  }
  return isJoining(expr) ? [] : [expr]
}
