/**
 * Spider's four levels of difficulty, computed from a syntax tree.
 *
 * The levels are those of the published evaluation, and so are its oddities, since difficulties are
 * only of use when they can be compared with other people's:
 *
 * - Only the outermost query is looked at. What a subquery or the right side of UNION, INTERSECT and
 *   EXCEPT holds does not count; that it is there does. An ORDER BY or LIMIT after a compound belongs
 *   to its last part, so it does not count either.
 * - A derived table (`FROM (SELECT …)`) is a table, not a nested query.
 * - NOT before a condition of WHERE or HAVING counts as an aggregate (`NOT IN`, `NOT LIKE`; `IS NOT
 *   NULL` is no such NOT, nor is `!=`). In HAVING each AND and OR counts as one too, while the
 *   aggregates that HAVING compares do not.
 * - "More than one condition" is asked of WHERE only. `a BETWEEN 1 AND 2` is one condition, and
 *   parentheses make no difference.
 *
 * The published evaluation cannot read all of SQL. Beyond it: a WITH query and a subquery among the
 * selected columns or the sort keys count as nested, a window function as an aggregate, and each
 * CASE as one more component.
 */

import { cstVisitor, VisitorAction } from 'sql-parser-cst'
import type { Node, SelectStmt } from 'sql-parser-cst'

import type { Difficulty } from '../questions/question.ts'
import { meaningfulTokens } from '../sql/tokens.ts'
import {
  callsIn,
  clauseOf,
  conditionOf,
  isAggregate,
  joinedIn,
  operatorOf,
  parseQuery,
  selectedOf,
  subqueriesIn,
} from './sql-syntax.ts'
import type { Condition, Query } from './sql-syntax.ts'

/** What the level is decided by. */
type Counts = {
  /** WHERE, GROUP BY, ORDER BY, LIMIT, each further table, each OR, each LIKE. */
  readonly components: number
  readonly nestedQueries: number
  /** Of four: several aggregates, several columns, several conditions, several groupings. */
  readonly plurals: number
}

/**
 * The level of a query. SQL that the parser cannot read is counted by its words, parentheses told
 * apart: the same rules, but that a comma in an argument may pass for one between columns.
 */
export function hardnessOf(sql: string): Difficulty {
  const query = parseQuery(sql)
  return levelOf(query === undefined ? countWords(sql) : countQuery(query))
}

function levelOf({ components, nestedQueries, plurals }: Counts): Difficulty {
  if (nestedQueries === 0) {
    if (components <= 1 && plurals === 0) return 'easy'
    if (components <= 1 && plurals <= 2) return 'medium'
    if (components <= 2 && plurals < 2) return 'medium'
    if (components <= 2 && plurals > 2) return 'hard'
    if (components === 3 && plurals <= 2) return 'hard'
  }
  const isSimpleButNested = components <= 1 && plurals === 0 && nestedQueries <= 1
  return isSimpleButNested ? 'hard' : 'extra'
}

function countQuery(query: Query): Counts {
  const [select] = query.arms
  if (select === undefined) return { components: 0, nestedQueries: 0, plurals: 0 }
  const isCompound = query.arms.length > 1
  const joined = joinedIn(clauseOf(select, 'from_clause'))
  const where = conditionIn(clauseOf(select, 'where_clause'))
  const having = conditionIn(clauseOf(select, 'having_clause'))
  const conditions = [...joined.conditions.map(conditionOf), where, having]
  return {
    components:
      clauseCount(select) +
      Math.max(joined.tables.length - 1, 0) +
      sum(conditions.map(alternativeCount)) +
      caseCount(select),
    nestedQueries: nestedCount(select, conditions) + (isCompound ? 1 : 0),
    plurals: count([
      aggregateCount(select, where, having) > 1,
      selectedOf(select).length > 1,
      where.parts.length > 1,
      (clauseOf(select, 'group_by_clause')?.columns.items.length ?? 0) > 1,
    ]),
  }
}

const COUNTED_CLAUSES = new Set([
  'where_clause',
  'group_by_clause',
  'order_by_clause',
  'limit_clause',
])

function clauseCount(select: SelectStmt): number {
  return count(select.clauses.map(({ type }) => COUNTED_CLAUSES.has(type)))
}

function conditionIn(clause: { readonly expr: Node } | undefined): Condition {
  return clause === undefined ? { parts: [], connectors: [] } : conditionOf(clause.expr)
}

/** The ORs of a condition and its LIKEs. */
function alternativeCount({ parts, connectors }: Condition): number {
  const likes = parts.map(
    (part) => part.type === 'binary_expr' && operatorOf(part).endsWith('LIKE'),
  )
  return count(likes) + count(connectors.map((connector) => connector === 'OR'))
}

function caseCount(select: SelectStmt): number {
  let cases = 0
  cstVisitor({
    case_expr: () => void (cases += 1),
    paren_expr: ({ expr }) => (isSubquery(expr) ? VisitorAction.SKIP : undefined),
  })(select)
  return cases
}

function isSubquery(node: Node): boolean {
  return node.type === 'select_stmt' || node.type === 'compound_select_stmt'
}

function nestedCount(select: SelectStmt, conditions: readonly Condition[]): number {
  const nodes: Node[] = [...conditions.flatMap(({ parts }) => parts), ...selectedOf(select)]
  const withClause = clauseOf(select, 'with_clause')
  const orderBy = clauseOf(select, 'order_by_clause')
  if (withClause !== undefined) nodes.push(withClause)
  if (orderBy !== undefined) nodes.push(orderBy)
  return sum(nodes.map((node) => subqueriesIn(node).length))
}

function aggregateCount(select: SelectStmt, where: Condition, having: Condition): number {
  const orderBy = clauseOf(select, 'order_by_clause')
  const nodes = orderBy === undefined ? selectedOf(select) : [...selectedOf(select), orderBy]
  const calls = nodes.flatMap(callsIn)
  return (
    count(calls.map((call) => isAggregate(call) || call.over !== undefined)) +
    count(where.parts.map(isNegated)) +
    count(having.parts.map(isNegated)) +
    having.connectors.length
  )
}

function isNegated(condition: Node): boolean {
  if (condition.type === 'between_expr') {
    return Array.isArray(condition.betweenKw) && condition.betweenKw[0].name === 'NOT'
  }
  const hasOperator = condition.type === 'binary_expr' || condition.type === 'prefix_op_expr'
  return hasOperator && /^NOT\b/.test(operatorOf(condition))
}

/** The fallback: the same counts, from the words of the first SELECT that stand in no parentheses. */
function countWords(sql: string): Counts {
  const words = meaningfulTokens(sql).map(({ text }) => text.toUpperCase())
  const outer = outsideParentheses(words)
  const compound = outer.findIndex((word) => COMPOUND_WORDS.has(word))
  const first = compound === -1 ? outer : outer.slice(0, compound)
  const from = first.indexOf('FROM')
  const columns = first.slice(first.indexOf('SELECT') + 1, from === -1 ? undefined : from)
  const countIn = (wanted: readonly string[]): number =>
    count(first.map((word) => wanted.includes(word)))
  return {
    components: countIn(['WHERE', 'GROUP', 'ORDER', 'LIMIT', 'JOIN', 'OR', 'LIKE', 'CASE']),
    nestedQueries: Math.max(count(words.map((word) => word === 'SELECT')) - 1, 0),
    plurals: count([
      countIn(['AVG', 'COUNT', 'MAX', 'MIN', 'SUM', 'OVER', 'NOT']) > 1,
      columns.includes(','),
      countIn(['AND', 'OR']) > countIn(['BETWEEN']),
    ]),
  }
}

const COMPOUND_WORDS = new Set(['UNION', 'INTERSECT', 'EXCEPT'])

function outsideParentheses(words: readonly string[]): string[] {
  let depth = 0
  return words.filter((word) => {
    if (word === '(') depth += 1
    if (word === ')') depth -= 1
    return depth === 0
  })
}

function count(claims: readonly boolean[]): number {
  return claims.filter(Boolean).length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
