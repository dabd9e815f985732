/** A gold query with the names that tables and columns have at a level; it means the same there. */

import { cstVisitor, VisitorAction } from 'sql-parser-cst'
import type {
  CommonTableExpr,
  FuncCall,
  Identifier,
  MemberExpr,
  Node,
  OrderByClause,
  SelectStmt,
  SubSelect,
} from 'sql-parser-cst'

import { realTables } from '../../schema-names/schema-plan.ts'
import type { SchemaPlan } from '../../schema-names/schema-plan.ts'
import type { DatabaseSchema } from '../../sql/schema.ts'
import {
  armsOf,
  clauseOf,
  isColumn,
  operatorOf,
  parseQuery,
  selectedOf,
  textOf,
} from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'
import { columnPosition } from '../tie-key.ts'
import { CannotRewrite, createSourceReader } from './from-sources.ts'
import type { From, Surroundings } from './from-sources.ts'
import { createNameEdits } from './name-edits.ts'
import type { NameEdits } from './name-edits.ts'
import {
  isSubSelect,
  nameOfAlias,
  propertyOf,
  qualifierOf,
  sortedBy,
  written,
} from './name-nodes.ts'
import { isSame, resolveName, resolveQualified, shownBy } from './scopes.ts'
import type { OutputColumn, Resolution, Scope, ShownColumn, Source } from './scopes.ts'

export type Rewriting =
  | { readonly kind: 'rewritten'; readonly sql: string }
  | { readonly kind: 'not_rewritten'; readonly reason: string }

/**
 * @param sql - with single quotes around its literals, so that names alone stand in double quotes
 * @param schema - the database with the names that it was shipped with
 */
export function rewriteNames(sql: string, schema: DatabaseSchema, plan: SchemaPlan): Rewriting {
  const query = parseQuery(sql)
  if (query === undefined) return { kind: 'not_rewritten', reason: 'the parser cannot read it' }
  try {
    const edits = createNameEdits(query, plan)
    const { rewriteQuery } = createRewriter(query, schema, plan, edits)
    rewriteQuery(query.statement, { withQueries: new Map(), scope: undefined })
    return { kind: 'rewritten', sql: edits.sql() }
  } catch (error) {
    if (!(error instanceof CannotRewrite)) throw error
    return { kind: 'not_rewritten', reason: error.message }
  }
}

/** One thing that a query selects: a value, or all columns that a `*` stands for. */
type Selected = {
  readonly item: Node
  readonly columns: readonly OutputColumn[]
  readonly stars?: readonly ShownColumn[]
}

const READ_BEFORE: ReadonlySet<string> = new Set(['with_clause', 'select_clause', 'from_clause'])

function createRewriter(query: Query, schema: DatabaseSchema, plan: SchemaPlan, edits: NameEdits) {
  const reader = createSourceReader(query, schema, plan, edits, {
    rewriteQuery: (node, around) => rewriteQuery(node, around, true),
    rewriteNode,
  })
  const isReordered = isColumnMoved(schema, plan)

  // Queries

  /**
   * @param isSource - whether another query reads its columns by their names
   * @returns what the query gives to the one around it
   */
  function rewriteQuery(
    node: SubSelect,
    around: Surroundings,
    isSource = false,
  ): readonly OutputColumn[] {
    const arms = armsOf(node)
    const withClause = clauseOf(arms[0], 'with_clause')
    const inside = withClause ? withQueriesOf(withClause.tables.items, around) : around
    const outputs = arms.map((arm, index) =>
      rewriteArm(arm, inside, { isInCompound: arms.length > 1, isSource: isSource && index === 0 }),
    )
    const orderBy = arms.length > 1 ? clauseOf(arms.at(-1), 'order_by_clause') : undefined
    if (orderBy !== undefined) rewriteCompoundOrder(orderBy, arms)
    return outputs[0] ?? []
  }

  function withQueriesOf(items: readonly CommonTableExpr[], around: Surroundings): Surroundings {
    const withQueries = new Map(around.withQueries)
    for (const { table, columns, expr } of items) {
      const name = table.name.toLowerCase()
      const named = columns?.expr.items.map((column) => ({ from: column.name, to: column.name }))
      const select = expr.expr
      if (!isSubSelect(select)) throw new CannotRewrite('a WITH query does not read')
      // It may read itself: then its columns are known by its list, or by what it begins with.
      const [first] = armsOf(select)
      if (named === undefined && first !== undefined && armsOf(select).length > 1) {
        withQueries.set(name, outputsOf(first, { withQueries, scope: around.scope }))
      } else if (named !== undefined) withQueries.set(name, named)
      const isSource = named === undefined
      const outputs = rewriteQuery(select, { withQueries, scope: around.scope }, isSource)
      withQueries.set(name, named ?? outputs)
    }
    return { withQueries, scope: around.scope }
  }

  /** The columns of a query, with nothing edited. */
  function outputsOf(arm: SelectStmt, around: Surroundings): readonly OutputColumn[] {
    return edits.withoutTrace(() => rewriteArm(arm, around, { isInCompound: true, isSource: true }))
  }

  function rewriteArm(
    select: SelectStmt,
    around: Surroundings,
    { isInCompound, isSource }: { readonly isInCompound: boolean; readonly isSource: boolean },
  ): readonly OutputColumn[] {
    const from: From = { sources: [], around, conditions: [], isStarChanged: isReordered }
    const fromClause = clauseOf(select, 'from_clause')
    if (fromClause !== undefined) reader.readTables(fromClause.expr, from)
    const items = selectedOf(select)
    const results = items.flatMap((item): [string, Node][] =>
      item.type === 'alias' ? [[nameOfAlias(item.alias).toLowerCase(), item.expr]] : [],
    )
    const scope: Scope = {
      sources: from.sources,
      // The first of two of one name is meant.
      aliases: new Map(results.toReversed()),
      outer: around.scope,
    }
    const inside = { ...around, scope }
    for (const condition of from.conditions) rewriteNode(condition, inside)
    const selected = items.map((item) => rewriteSelected(item, inside, scope))
    const columns = selected.flatMap((result) => result.columns)
    const outputs = isSource ? keptApart(columns) : columns
    let count = 0
    for (const result of selected) {
      const named = outputs.slice(count, count + result.columns.length)
      writeSelected(result, named, scope, from)
      count += named.length
    }
    for (const clause of select.clauses) {
      if (clause.type === 'order_by_clause') {
        if (!isInCompound) rewriteOrder(clause, inside, scope)
      } else if (!READ_BEFORE.has(clause.type)) rewriteNode(clause, inside)
    }
    return outputs
  }

  // What is selected

  function rewriteSelected(item: Node, around: Surroundings, scope: Scope): Selected {
    const stars = starSources(item, scope)
    if (stars !== undefined) {
      const shown = stars.flatMap((source) => shownBy(source, item.type === 'all_columns'))
      return { item, columns: shown.map(({ column }) => column), stars: shown }
    }
    if (item.type === 'alias') {
      rewriteNode(item.expr, around)
      const name = nameOfAlias(item.alias)
      return { item, columns: [{ from: name, to: name }] }
    }
    const column = isColumn(item) ? resolveNode(item, scope) : undefined
    rewriteNode(item, around)
    const text = textOf(query, item)
    return { item, columns: [column?.kind === 'column' ? column.column : { from: text, to: text }] }
  }

  /** The sources whose columns `*` or `t.*` stands for. */
  function starSources(item: Node, { sources }: Scope): readonly Source[] | undefined {
    if (item.type === 'all_columns') return sources
    if (item.type !== 'member_expr' || item.property.type !== 'all_columns') return undefined
    const qualifier = qualifierOf(item)
    return sources.filter(
      (source) => source.qualifier !== null && isSame(source.qualifier, qualifier),
    )
  }

  /** @param outputs - the columns as the query around it calls them */
  function writeSelected(
    { item, columns, stars }: Selected,
    outputs: readonly OutputColumn[],
    { sources }: Scope,
    { isStarChanged }: From,
  ): void {
    const names = columns.map(({ to }, index) => {
      const output = outputs[index]?.to ?? to
      return output === to ? '' : ` AS ${written(output)}`
    })
    const isRenamed = names.some((name) => name !== '')
    if (stars === undefined) {
      if (isRenamed) edits.insertAfter(item, names.join(''))
    } else if (isStarChanged || isRenamed) {
      const terms = stars.map(({ source, column: { to } }, index) => {
        const qualifier = sources.length === 1 ? '' : `${source.newQualifier()}.`
        return `${qualifier}${written(to)}${names[index]}`
      })
      edits.replace(item, terms.join(', '))
    } else if (item.type === 'member_expr' && stars[0] !== undefined) {
      edits.replace(item, `${stars[0].source.newQualifier()}.*`)
    }
  }

  /** Columns that are called alike from now on get their old names, where these were different. */
  function keptApart(columns: readonly OutputColumn[]): readonly OutputColumn[] {
    const clashing = clashesIn(columns)
    const used = new Set<string>()
    return columns.map(({ from, to }) => {
      const name = clashing.has(to.toLowerCase()) ? from : to
      // The first of several is meant by its name; the others are only ever part of a `*`.
      const isSecond = isReordered && used.has(name.toLowerCase())
      used.add(name.toLowerCase())
      return { from, to: isSecond ? edits.newAlias() : name }
    })
  }

  // What is sorted by

  function rewriteOrder(
    { specifications }: OrderByClause,
    around: Surroundings,
    scope: Scope,
  ): void {
    for (const term of specifications.items) {
      const sorted = sortedBy(term)
      // Alone, a name of a result comes before a column.
      if (sorted.type === 'identifier') {
        if (!scope.aliases.has(sorted.name.toLowerCase())) rewriteColumn(sorted, scope, true)
      } else rewriteNode(sorted, around)
    }
  }

  /** What joins several queries is sorted by the columns of its result. */
  function rewriteCompoundOrder(
    { specifications }: OrderByClause,
    arms: readonly SelectStmt[],
  ): void {
    for (const term of specifications.items) {
      const sorted = sortedBy(term)
      if (sorted.type === 'number_literal') continue
      const position = columnPosition(query, arms, sorted)
      if (position === undefined) throw new CannotRewrite('UNION is sorted by no column of it')
      edits.replace(sorted, String(position))
    }
  }

  // Expressions

  /** Everything in a node; a query inside it sees `around`. */
  function rewriteNode(node: Node, around: Surroundings): void {
    const { scope } = around
    const inside = (child: Node | undefined): void => {
      if (child !== undefined) rewriteNode(child, around)
    }
    const visitQuery = (select: SubSelect): VisitorAction => {
      rewriteQuery(select, around)
      return VisitorAction.SKIP
    }
    const visitColumn = (column: Identifier | MemberExpr): VisitorAction => {
      if (scope !== undefined) rewriteColumn(column, scope, false)
      return VisitorAction.SKIP
    }
    cstVisitor({
      select_stmt: visitQuery,
      compound_select_stmt: visitQuery,
      identifier: visitColumn,
      member_expr: visitColumn,
      func_call(call: FuncCall) {
        inside(call.args)
        inside(call.filter)
        if (call.over?.window.type === 'paren_expr') inside(call.over.window)
        return VisitorAction.SKIP
      },
      named_window({ window }) {
        inside(window)
        return VisitorAction.SKIP
      },
      window_definition({ partitionBy, orderBy, frame }) {
        inside(partitionBy)
        inside(orderBy)
        inside(frame)
        return VisitorAction.SKIP
      },
      cast_arg({ expr }) {
        inside(expr)
        return VisitorAction.SKIP
      },
      binary_expr(expr) {
        const operator = operatorOf(expr)
        if (operator === 'COLLATE') inside(expr.left)
        else if (/^(?:NOT )?IN$/.test(operator) && isColumn(expr.right)) {
          inside(expr.left)
          reader.readTable(expr.right, around, undefined)
        } else return undefined
        return VisitorAction.SKIP
      },
    })(node)
  }

  /** @param isAlone - whether a result of the same name would be meant */
  function rewriteColumn(node: Identifier | MemberExpr, scope: Scope, isAlone: boolean): void {
    const resolution = resolveNode(node, scope)
    if (resolution.kind === 'column') {
      const { source, column, needsQualifier } = resolution
      const isResult = isAlone && scope.aliases.has(column.to.toLowerCase())
      const qualifier = needsQualifier || isResult ? `${source.newQualifier()}.` : ''
      edits.replace(node, qualifier + written(column.to))
    } else if (resolution.kind === 'alias' && resolution.isHidden) {
      if (!resolution.isOfInnermost) throw new CannotRewrite('a column hides a result further out')
      edits.replace(node, `(${edits.textNow(resolution.result)})`)
    }
  }

  function resolveNode(node: Node, scope: Scope): Resolution {
    if (node.type === 'identifier') return resolveName(node.name, scope)
    if (node.type !== 'member_expr') return { kind: 'unknown' }
    return resolveQualified(qualifierOf(node), propertyOf(node), scope)
  }

  return { rewriteQuery }
}

/** Whether `*` gives columns in another order than it did. */
function isColumnMoved(schema: DatabaseSchema, plan: SchemaPlan): boolean {
  const tables = new Map(realTables(plan).map((table) => [table.from, table]))
  return schema.tables.some(({ name, columns }) =>
    columns.some((column, index) => tables.get(name)?.columns[index]?.from !== column.name),
  )
}

/** The new names, in lower case, that columns of different old names have. */
function clashesIn(columns: readonly OutputColumn[]): ReadonlySet<string> {
  const groups = Map.groupBy(columns, ({ to }) => to.toLowerCase())
  const names = [...groups].filter(
    ([, group]) => new Set(group.map(({ from }) => from.toLowerCase())).size > 1,
  )
  return new Set(names.map(([name]) => name))
}
