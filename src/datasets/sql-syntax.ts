/** Gold SQL as a syntax tree: the shapes that the data build looks for and edits. */

import { cstVisitor, parse, VisitorAction } from 'sql-parser-cst'
import type {
  BinaryExpr,
  CompoundSelectStmt,
  Expr,
  FromClause,
  FuncCall,
  Identifier,
  Keyword,
  MemberExpr,
  Node,
  Program,
  SelectStmt,
  SubSelect,
} from 'sql-parser-cst'

/** A statement that reads, as its author wrote it. */
export type Query = {
  readonly sql: string
  readonly statement: SelectStmt | CompoundSelectStmt
  /**
   * What UNION, INTERSECT and EXCEPT join, from left to right; one where nothing is joined. A WITH
   * stands in the first, and the ORDER BY and LIMIT of the whole stand in the last.
   */
  readonly arms: readonly SelectStmt[]
}

/** @returns `undefined` when it is no single SELECT, or is SQL that SQLite knows and the parser not */
export function parseQuery(sql: string): Query | undefined {
  const statements = tryParse(sql)?.statements.filter(({ type }) => type !== 'empty') ?? []
  const [statement] = statements
  if (statements.length !== 1 || statement === undefined || !isSelect(statement)) return undefined
  return { sql, statement, arms: armsOf(statement) }
}

function tryParse(sql: string): Program | undefined {
  try {
    return parse(sql, { dialect: 'sqlite', includeRange: true })
  } catch {
    return undefined
  }
}

function isSelect(node: Node): node is SelectStmt | CompoundSelectStmt {
  return node.type === 'select_stmt' || node.type === 'compound_select_stmt'
}

/** What a SELECT joins by UNION, INTERSECT and EXCEPT, from left to right; itself where nothing. */
export function armsOf(select: SubSelect): SelectStmt[] {
  if (select.type === 'paren_expr') return armsOf(select.expr)
  if (select.type === 'select_stmt') return [select]
  return [...armsOf(select.left), ...armsOf(select.right)]
}

type Clause = SelectStmt['clauses'][number]

/** The clause of that kind, where the SELECT itself (not one inside it) has one. */
export function clauseOf<T extends Clause['type']>(
  select: SelectStmt | undefined,
  type: T,
): Extract<Clause, { type: T }> | undefined {
  const isWanted = (clause: Clause): clause is Extract<Clause, { type: T }> => clause.type === type
  return select?.clauses.find(isWanted)
}

/** What is selected, one node a column; `*` is one. */
export function selectedOf(select: SelectStmt): readonly Node[] {
  return clauseOf(select, 'select_clause')?.columns?.items ?? []
}

/** Whether a SELECT drops its duplicate rows. */
export function isDistinct(select: SelectStmt): boolean {
  const modifiers = clauseOf(select, 'select_clause')?.modifiers ?? []
  return modifiers.some(({ type }) => type === 'select_distinct')
}

/** The tables and derived tables that a FROM joins, and the conditions that it joins them on. */
export function joinedIn(from: FromClause | undefined): {
  readonly tables: readonly Node[]
  readonly conditions: readonly Expr[]
} {
  if (from === undefined) return { tables: [], conditions: [] }
  const tables: Node[] = []
  const conditions: Expr[] = []
  const collect = (node: Node): void => {
    if (node.type === 'join_expr') {
      collect(node.left)
      collect(node.right)
      if (node.specification?.type === 'join_on_specification') {
        conditions.push(node.specification.expr)
      }
    } else if (node.type === 'paren_expr' && node.expr.type === 'join_expr') {
      collect(node.expr)
    } else {
      tables.push(node)
    }
  }
  collect(from.expr)
  return { tables, conditions }
}

/** A condition cut at its ANDs and ORs, parentheses or not. */
export type Condition = {
  readonly parts: readonly Node[]
  /** One fewer than `parts`; which connector stands where is lost. */
  readonly connectors: readonly ('AND' | 'OR')[]
}

/**
 * What AND and OR connect, however deep and in parentheses; one part where they connect nothing.
 */
export function conditionOf(expr: Node): Condition {
  if (expr.type === 'paren_expr' && isConnected(expr.expr)) return conditionOf(expr.expr)
  if (!isConnected(expr)) return { parts: [expr], connectors: [] }
  const left = conditionOf(expr.left)
  const right = conditionOf(expr.right)
  return {
    parts: [...left.parts, ...right.parts],
    connectors: [...left.connectors, expr.operator.name, ...right.connectors],
  }
}

type Connected = BinaryExpr<Expr, Keyword<'AND' | 'OR'>>

export function isConnected(node: Node): node is Connected {
  return node.type === 'binary_expr' && ['AND', 'OR'].includes(operatorOf(node))
}

/** An operator in capitals, however many words: `NOT LIKE`, `<=`. */
export function operatorOf(node: { readonly operator: unknown }): string {
  const words = Array.isArray(node.operator) ? node.operator : [node.operator]
  return words.map((word) => (isKeyword(word) ? word.name : String(word))).join(' ')
}

function isKeyword(value: unknown): value is Keyword {
  return typeof value === 'object' && value !== null && 'name' in value
}

/** The queries inside a node that are inside no other of them; the node itself does not count. */
export function subqueriesIn(node: Node): readonly (SelectStmt | CompoundSelectStmt)[] {
  const found: (SelectStmt | CompoundSelectStmt)[] = []
  const visit = (query: SelectStmt | CompoundSelectStmt): VisitorAction | void => {
    if (query === node) return undefined
    found.push(query)
    return VisitorAction.SKIP
  }
  cstVisitor({ select_stmt: visit, compound_select_stmt: visit })(node)
  return found
}

/** Functions called in a node, those of its subqueries left out. */
export function callsIn(node: Node): readonly FuncCall[] {
  const found: FuncCall[] = []
  cstVisitor({
    func_call: (call) => void found.push(call),
    select_stmt: () => VisitorAction.SKIP,
    compound_select_stmt: () => VisitorAction.SKIP,
  })(node)
  return found
}

/** `name` in lower case, or an empty text where it is no plain name. */
export function nameOf(call: FuncCall): string {
  return call.name.type === 'identifier' ? call.name.name.toLowerCase() : ''
}

const AGGREGATES = new Set(
  'avg count group_concat max min string_agg sum total median json_group_array json_group_object'.split(
    ' ',
  ),
)

/** Whether a call folds several rows into one value; `max(a, b)` of one row does not. */
export function isAggregate(call: FuncCall): boolean {
  const name = nameOf(call)
  const argumentCount = call.args?.expr.args.items.length ?? 0
  const isOfOneRow = (name === 'max' || name === 'min') && argumentCount > 1
  return AGGREGATES.has(name) && !isOfOneRow
}

/** Where a node stands in the SQL: from its first character to the one after its last. */
export function rangeOf(node: Node): readonly [start: number, end: number] {
  if (node.range === undefined) throw new Error(`Expected a ${node.type} with a range`)
  return node.range
}

/** The SQL of a node, as its author wrote it. */
export function textOf(query: Query, node: Node): string {
  return query.sql.slice(...rangeOf(node))
}

/** `a`, `t.a`, `"a"`. A literal in double quotes looks the same: mend them first. */
export function isColumn(node: Node): node is Identifier | MemberExpr {
  return node.type === 'identifier' || node.type === 'member_expr'
}

/** The tables that a query names in any FROM of it; its own WITH queries are none. */
export function tablesNamedIn(query: Query): readonly string[] {
  const named = new Set<string>()
  const own = new Set<string>()
  const addTable = (node: Node): void => {
    if (node.type === 'alias') addTable(node.expr)
    if (node.type === 'member_expr') addTable(node.property)
    if (node.type === 'indexed_table' || node.type === 'not_indexed_table') addTable(node.table)
    if (node.type === 'identifier') named.add(node.name.toLowerCase())
  }
  cstVisitor({
    common_table_expr: ({ table }) => void own.add(table.name.toLowerCase()),
    from_clause: (from) => joinedIn(from).tables.forEach(addTable),
  })(query.statement)
  return [...named].filter((name) => !own.has(name)).sort()
}
