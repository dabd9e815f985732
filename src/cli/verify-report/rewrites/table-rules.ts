/** The same tables under other aliases, joined in other words or in another order. */

import { cstVisitor } from 'sql-parser-cst'
import type { FromClause, Node, SelectStmt } from 'sql-parser-cst'

import {
  clauseOf,
  joinedIn,
  operatorOf,
  selectedOf,
  tablesNamedIn,
  textOf,
} from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import type { TextEdit } from '../../../datasets/text-edits.ts'
import { replacing, withOutermost } from './outermost-edits.ts'

/** Every alias of a table gets another name. */
export function aliasesRenamed(query: Query): string | undefined {
  const taken = new Set(tablesNamedIn(query))
  const names = new Map<string, string>()
  const edits: TextEdit[] = []
  eachTable(query, (node) => {
    const alias = node.type === 'alias' && node.alias.type === 'identifier' ? node.alias : undefined
    const name = alias?.name.toLowerCase()
    if (alias === undefined || name === undefined || taken.has(name)) return
    const other = names.get(name) ?? `renamed_${names.size + 1}`
    names.set(name, other)
    edits.push(replacing(alias, other))
  })
  return withOutermost(query, [...edits, ...qualifierEdits(query, names)])
}

/** Every table without an alias gets one. */
export function aliasesAdded(query: Query): string | undefined {
  const known = new Set(tablesNamedIn(query))
  const names = new Map<string, string>()
  const aliases = new Set<string>()
  const edits: TextEdit[] = []
  eachTable(query, (node) => {
    if (node.type === 'alias' && node.alias.type === 'identifier') {
      aliases.add(node.alias.name.toLowerCase())
    }
    const name = node.type === 'identifier' ? node.name.toLowerCase() : undefined
    if (name === undefined || !known.has(name)) return
    const alias = names.get(name) ?? `added_${names.size + 1}`
    names.set(name, alias)
    edits.push(replacing(node, `${textOf(query, node)} AS ${alias}`))
  })
  if ([...names.keys()].some((name) => aliases.has(name))) return undefined
  return withOutermost(query, [...edits, ...qualifierEdits(query, names)])
}

function eachTable(query: Query, visit: (node: Node) => void): void {
  cstVisitor({ from_clause: (from) => joinedIn(from).tables.forEach(visit) })(query.statement)
}

/** The `t` of each `t.column`, where it has another name. */
function qualifierEdits(query: Query, names: ReadonlyMap<string, string>): TextEdit[] {
  const edits: TextEdit[] = []
  cstVisitor({
    member_expr: ({ object }) => {
      const other = object.type === 'identifier' && names.get(object.name.toLowerCase())
      if (other) edits.push(replacing(object, other))
    },
  })(query.statement)
  return edits
}

/** `a JOIN b ON c` as `a, b WHERE c`. */
export function joinsAsCommas(query: Query): string | undefined {
  return withCommas(query, (tables) => tables)
}

/** The same, with the last table first. */
export function joinsReversed(query: Query): string | undefined {
  return withCommas(query, (tables, select) => (showsAll(select) ? [] : tables.toReversed()))
}

function withCommas(
  query: Query,
  order: (tables: readonly Node[], select: SelectStmt) => readonly Node[],
): string | undefined {
  const edits: TextEdit[] = []
  cstVisitor({
    select_stmt: (select) => {
      const from = clauseOf(select, 'from_clause')
      if (from === undefined || !joinsInner(from)) return
      const { tables, conditions } = joinedIn(from)
      const ordered = order(tables, select)
      if (ordered.length === 0) return
      const where = clauseOf(select, 'where_clause')
      const filters = where === undefined ? [] : [where.expr]
      const all = [...conditions, ...filters].map((node) => `(${textOf(query, node)})`)
      const list = ordered.map((table) => textOf(query, table)).join(', ')
      const condition = all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`
      edits.push(replacing(from.expr, list + condition))
      if (where !== undefined) edits.push(replacing(where, ''))
    },
  })(query.statement)
  return withOutermost(query, edits)
}

/** Whether there is a join, and each is a plain one with ON or nothing. */
function joinsInner({ expr }: FromClause): boolean {
  const isPlain = (node: Node): boolean => {
    if (node.type !== 'join_expr')
      return node.type !== 'paren_expr' || node.expr.type !== 'join_expr'
    const isInner = /^(?:,|(?:INNER )?JOIN)$/.test(operatorOf(node))
    const isOn = node.specification?.type !== 'join_using_specification'
    return isInner && isOn && isPlain(node.left) && isPlain(node.right)
  }
  return expr.type === 'join_expr' && isPlain(expr)
}

/** Whether the order of its tables is the order of its columns. */
function showsAll(select: SelectStmt): boolean {
  return selectedOf(select).some(({ type }) => type === 'all_columns')
}
