/** What a FROM reads, and under which names from now on. */

import type { Identifier, JoinExpr, MemberExpr, Node, SubSelect } from 'sql-parser-cst'

import { realTables } from '../../schema-names/schema-plan.ts'
import type { SchemaPlan, TablePlan } from '../../schema-names/schema-plan.ts'
import type { DatabaseSchema } from '../../sql/schema.ts'
import { textOf } from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'
import type { NameEdits } from './name-edits.ts'
import { isSubSelect, nameOfAlias, propertyOf, written } from './name-nodes.ts'
import { isSame, shownBy } from './scopes.ts'
import type { OutputColumn, Scope, ShownColumn, Source } from './scopes.ts'

export class CannotRewrite extends Error {}

/** The WITH queries around a place, by name in lower case, and the scope around it. */
export type Surroundings = {
  readonly withQueries: ReadonlyMap<string, readonly OutputColumn[]>
  readonly scope: Scope | undefined
}

/** One FROM while it is read. */
export type From = {
  readonly sources: Source[]
  readonly around: Surroundings
  /** Conditions of its joins, which may name any of its sources. */
  readonly conditions: Node[]
  /** Whether `*` would give other columns than it did. */
  isStarChanged: boolean
}

/** What reads queries and expressions inside a FROM. */
export type Inside = {
  rewriteQuery(node: SubSelect, around: Surroundings): readonly OutputColumn[]
  rewriteNode(node: Node, around: Surroundings): void
}

export type SourceReader = {
  readTables(node: Node, from: From): void
  readTable(
    node: Identifier | MemberExpr,
    around: Surroundings,
    alias: Identifier | undefined,
  ): Source
}

const JSON_COLUMNS = 'key value type atom id parent fullkey path json root'
  .split(' ')
  .map((name) => ({ from: name, to: name }))

export function createSourceReader(
  query: Query,
  schema: DatabaseSchema,
  plan: SchemaPlan,
  edits: NameEdits,
  inside: Inside,
): SourceReader {
  const { aliases, withNames } = edits.ownNames
  const tables = new Map(realTables(plan).map((table) => [table.from.toLowerCase(), table]))

  function readTables(node: Node, from: From): void {
    if (node.type === 'join_expr') {
      readTables(node.left, from)
      const leftCount = from.sources.length
      readTables(node.right, from)
      rewriteJoin(node, from, leftCount)
      if (node.specification?.type === 'join_on_specification') {
        from.conditions.push(node.specification.expr)
      }
    } else if (node.type === 'paren_expr' && !isSubSelect(node.expr)) {
      readTables(node.expr, from)
    } else from.sources.push(readSource(node, from, undefined))
  }

  function readSource(node: Node, from: From, alias: Identifier | undefined): Source {
    if (node.type === 'alias') return readSource(node.expr, from, node.alias)
    if (node.type === 'indexed_table' || node.type === 'not_indexed_table') {
      return readSource(node.table, from, alias)
    }
    if (node.type === 'identifier' || node.type === 'member_expr') {
      return readTable(node, from.around, alias)
    }
    if (node.type === 'paren_expr' && isSubSelect(node.expr)) {
      const columns = inside.rewriteQuery(node.expr, from.around)
      return alias === undefined ? unnamed(node, columns) : aliased(alias, columns)
    }
    if (node.type === 'func_call' && node.name.type === 'identifier') {
      const { name } = node.name
      // What it is called with may come from what stands to its left.
      const scope = { sources: [...from.sources], aliases: new Map(), outer: from.around.scope }
      inside.rewriteNode(node, { ...from.around, scope })
      if (/^json_(?:each|tree)$/i.test(name)) {
        return alias ? aliased(alias, JSON_COLUMNS) : sourceOf(name, JSON_COLUMNS, name)
      }
    }
    throw new CannotRewrite(`FROM reads a ${node.type}`)
  }

  function readTable(
    node: Identifier | MemberExpr,
    { withQueries }: Surroundings,
    alias: Identifier | undefined,
  ): Source {
    const name = node.type === 'identifier' ? node.name : propertyOf(node)
    const withQuery = node.type === 'identifier' ? withQueries.get(name.toLowerCase()) : undefined
    if (withQuery !== undefined) {
      const given = textOf(query, node)
      return alias ? aliased(alias, withQuery) : sourceOf(name, withQuery, given)
    }
    const table = tableOf(name)
    const columns = columnsAsShipped(table)
    // A WITH query of the same name would stand before the table.
    const path = withNames.has(table.to.toLowerCase()) ? 'main.' : ''
    if (alias !== undefined) {
      edits.replace(node, path + written(table.to))
      return aliased(alias, columns)
    }
    const isTaken = path !== '' || aliases.has(table.to.toLowerCase())
    const qualifier = isTaken ? edits.newAlias() : written(table.to)
    edits.replace(node, path + written(table.to) + (isTaken ? ` AS ${qualifier}` : ''))
    return sourceOf(name, columns, qualifier)
  }

  function tableOf(name: string): TablePlan {
    const table = tables.get(name.toLowerCase())
    if (table === undefined) throw new CannotRewrite(`${name} is no table`)
    return table
  }

  /** In the order in which `*` gave them. */
  function columnsAsShipped(table: TablePlan): readonly OutputColumn[] {
    const shipped = schema.tables.find(({ name }) => name === table.from)?.columns ?? []
    return shipped.flatMap(({ name }) => table.columns.filter(({ from }) => from === name))
  }

  /** A query without an alias gets one when a column of it needs a qualifier. */
  function unnamed(node: Node, columns: readonly OutputColumn[]): Source {
    let given: string | undefined
    const newQualifier = (): string => {
      if (given === undefined) {
        given = edits.newAlias()
        edits.insertAfter(node, ` AS ${given}`)
      }
      return given
    }
    return { qualifier: null, newQualifier, columns, merged: new Set() }
  }

  function aliased(alias: Identifier, columns: readonly OutputColumn[]): Source {
    return sourceOf(nameOfAlias(alias), columns, textOf(query, alias))
  }

  /** USING and NATURAL want columns of one name on both sides: where these part, ON says the same. */
  function rewriteJoin(join: JoinExpr, from: From, leftCount: number): void {
    const { specification } = join
    const using = specification?.type === 'join_using_specification' ? specification : undefined
    const words = [join.operator].flat().filter((word) => typeof word === 'object')
    const natural = words.find(({ name }) => name === 'NATURAL')
    if (natural === undefined && using === undefined) return
    if (words.some(({ name }) => name === 'RIGHT' || name === 'FULL')) {
      throw new CannotRewrite('a RIGHT or FULL JOIN takes columns together')
    }
    const left = from.sources.slice(0, leftCount).flatMap((source) => shownBy(source, true))
    const right = from.sources.slice(leftCount).flatMap((source) => shownBy(source, true))
    const named = using?.expr.expr.items.map((column) => textOf(query, column))
    const conditions = right.flatMap((one) => {
      const other = left.find(({ column }) => isSame(column.from, one.column.from))
      const isJoined = named?.some((name) => isNamed(name, one.column.from)) ?? true
      if (other === undefined || !isJoined) return []
      one.source.merged.add(one.column.from.toLowerCase())
      return [`${qualified(other)} = ${qualified(one)}`]
    })
    from.isStarChanged = true
    const condition = conditions.length === 0 ? '' : `ON ${conditions.join(' AND ')}`
    if (natural !== undefined) edits.replace(natural, '')
    if (using === undefined) edits.insertAfter(join.right, ` ${condition}`)
    else edits.replace(using, condition)
  }

  return { readTables, readTable }
}

function sourceOf(
  qualifier: string,
  columns: readonly OutputColumn[],
  newQualifier: string,
): Source {
  return { qualifier, columns, newQualifier: () => newQualifier, merged: new Set() }
}

function qualified({ source, column }: ShownColumn): string {
  return `${source.newQualifier()}.${written(column.to)}`
}

/** @param text - a name as SQL has it, in quotes or not */
function isNamed(text: string, name: string): boolean {
  return isSame(text, name) || isSame(text.slice(1, -1), name)
}
