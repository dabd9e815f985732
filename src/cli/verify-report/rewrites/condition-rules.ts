/** Conditions that are true, false and NULL for the same rows, written in another way. */

import { cstVisitor } from 'sql-parser-cst'
import type { Node } from 'sql-parser-cst'

import { conditionOf, isConnected, operatorOf, textOf } from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import type { TextEdit } from '../../../datasets/text-edits.ts'
import { replacing, withOutermost } from './outermost-edits.ts'

const MIRRORED: Readonly<Record<string, string>> = {
  '=': '=',
  '==': '=',
  '<>': '<>',
  '!=': '!=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
}

const OPPOSITE: Readonly<Record<string, string>> = {
  '<>': '=',
  '!=': '=',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  'NOT LIKE': 'LIKE',
  'NOT IN': 'IN',
}

/** `a < b` as `b > a`. */
export function sidesExchanged(query: Query): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    binary_expr: (expr) => {
      const mirrored = MIRRORED[operatorOf(expr)]
      if (mirrored === undefined) return
      const [left, right] = [textOf(query, expr.left), textOf(query, expr.right)]
      edits.push(replacing(expr, `${right} ${mirrored} ${left}`))
    },
  })(query.statement)
  return withOutermost(query, edits)
}

/** `a > b` as `NOT (a <= b)`, and what has a NOT of its own likewise. */
export function asNegation(query: Query): string | undefined {
  const edits: TextEdit[] = []
  let hasEscape = false
  cstVisitor({
    binary_expr: (expr) => {
      // Belongs to the LIKE that stands before it.
      hasEscape ||= operatorOf(expr) === 'ESCAPE'
      const opposite = OPPOSITE[operatorOf(expr)]
      if (opposite === undefined) return
      const [left, right] = [textOf(query, expr.left), textOf(query, expr.right)]
      edits.push(replacing(expr, `(NOT (${left} ${opposite} ${right}))`))
    },
  })(query.statement)
  return hasEscape ? undefined : withOutermost(query, edits)
}

/** `a AND b` as `b AND a`; OR likewise. */
export function reordered(query: Query): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    binary_expr: (expr) => {
      if (!isConnected(expr)) return
      const [left, right] = [textOf(query, expr.left), textOf(query, expr.right)]
      edits.push(replacing(expr, `${right} ${operatorOf(expr)} ${left}`))
    },
  })(query.statement)
  return withOutermost(query, edits)
}

/** `a BETWEEN b AND c` as two comparisons. */
export function betweenAsComparisons(query: Query): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    between_expr: (expr) => {
      const words = operatorOf({ operator: expr.betweenKw })
      const [left, begin, end] = [expr.left, expr.begin, expr.end].map((node) =>
        textOf(query, node),
      )
      const text =
        words === 'BETWEEN'
          ? `(${left} >= ${begin} AND ${left} <= ${end})`
          : `(${left} < ${begin} OR ${left} > ${end})`
      edits.push(replacing(expr, text))
    },
  })(query.statement)
  return withOutermost(query, edits)
}

/** `a IN (b, c)` as `a = b OR a = c`. */
export function listAsComparisons(query: Query): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    binary_expr: (expr) => {
      const isIn = operatorOf(expr) === 'IN'
      if (!isIn && operatorOf(expr) !== 'NOT IN') return
      const values = listed(expr.right)
      if (values.length === 0) return
      const left = textOf(query, expr.left)
      const [comparison, connector] = isIn ? ['=', ' OR '] : ['<>', ' AND ']
      const parts = values.map((value) => `${left} ${comparison} ${textOf(query, value)}`)
      edits.push(replacing(expr, `(${parts.join(connector)})`))
    },
  })(query.statement)
  return withOutermost(query, edits)
}

function listed(node: Node): readonly Node[] {
  const inner = node.type === 'paren_expr' ? node.expr : node
  return inner.type === 'list_expr' ? inner.items : []
}

/** `a IN (SELECT …)` as EXISTS; where a row is to be kept, NULL is as good as false. */
export function memberAsExists(query: Query): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    where_clause: ({ expr }) => {
      for (const part of conditionOf(expr).parts) {
        if (part.type !== 'binary_expr' || operatorOf(part) !== 'IN') continue
        const { left, right } = part
        const isQuery = right.type === 'paren_expr' && right.expr.type.endsWith('select_stmt')
        if (!isQuery) continue
        const chosen = `WITH chosen(picked) AS ${textOf(query, right)}`
        const text = `EXISTS (${chosen} SELECT 1 FROM chosen WHERE ${textOf(query, left)} = picked)`
        edits.push(replacing(part, text))
      }
    },
  })(query.statement)
  return withOutermost(query, edits)
}

/** A condition as a CASE that is 1 or 0. */
export function conditionAsCase(query: Query): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    where_clause: ({ expr }) => {
      edits.push(replacing(expr, `CASE WHEN ${textOf(query, expr)} THEN 1 ELSE 0 END = 1`))
    },
  })(query.statement)
  return withOutermost(query, edits)
}
