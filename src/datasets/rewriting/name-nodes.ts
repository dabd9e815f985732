/** How names stand in a syntax tree. */

import { cstVisitor } from 'sql-parser-cst'
import type { MemberExpr, Node, SubSelect } from 'sql-parser-cst'

import { isPlain } from '../../schema-names/unique-names.ts'
import { quoteName } from '../../sql/schema.ts'
import { operatorOf } from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'

/** A name as SQL has it: quoted only where it must be. */
export function written(name: string): string {
  return isPlain(name) ? name : quoteName(name)
}

export function isSubSelect(node: Node): node is SubSelect {
  if (node.type === 'paren_expr') return isSubSelect(node.expr)
  return node.type === 'select_stmt' || node.type === 'compound_select_stmt'
}

/** What a term of an ORDER BY sorts by, without direction and collation. */
export function sortedBy(term: Node): Node {
  if (term.type === 'sort_specification') return sortedBy(term.expr)
  const isCollated = term.type === 'binary_expr' && operatorOf(term) === 'COLLATE'
  return isCollated ? sortedBy(term.left) : term
}

/** `a` of `t.a`; empty for `t.*`. */
export function propertyOf({ property }: MemberExpr): string {
  return property.type === 'identifier' ? property.name : ''
}

/** `t` of `t.a` and of `main.t.a`. */
export function qualifierOf({ object }: MemberExpr): string {
  if (object.type === 'member_expr') return propertyOf(object)
  return object.type === 'identifier' ? object.name : ''
}

/** SQLite takes a text in single quotes for an alias too. */
export function nameOfAlias(alias: Node): string {
  if (alias.type === 'identifier') return alias.name
  return alias.type === 'string_literal' ? alias.value : ''
}

export type OwnNames = {
  readonly aliases: ReadonlySet<string>
  readonly withNames: ReadonlySet<string>
}

/** What a query itself calls its tables and results, and its WITH queries; in lower case. */
export function ownNamesIn(query: Query): OwnNames {
  const aliases = new Set<string>()
  const withNames = new Set<string>()
  cstVisitor({
    alias: ({ alias }) => void aliases.add(nameOfAlias(alias).toLowerCase()),
    common_table_expr: ({ table }) => void withNames.add(table.name.toLowerCase()),
  })(query.statement)
  return { aliases, withNames }
}
