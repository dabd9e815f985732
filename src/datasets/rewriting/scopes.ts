/** Which column a name in a query means: the tables of its FROM, then those of the queries around it. */

import type { Node } from 'sql-parser-cst'

export type OutputColumn = {
  /** As the query calls it. */
  readonly from: string
  readonly to: string
}

/** Something that a FROM reads: a table, a query in parentheses, a WITH query, a function. */
export type Source = {
  /** By what columns of it are qualified in the query as it was; null where they cannot be. */
  readonly qualifier: string | null
  /** By what they are qualified in the new one, quoted where it must be; given to it when asked for. */
  readonly newQualifier: () => string
  /** In the order of the database as shipped. */
  readonly columns: readonly OutputColumn[]
  /** Columns that USING or NATURAL took together with one further left, by their old names. */
  readonly merged: Set<string>
}

export type ShownColumn = { readonly source: Source; readonly column: OutputColumn }

export type Scope = {
  readonly sources: readonly Source[]
  /** What the query calls its results, in lower case, and what these are. */
  readonly aliases: ReadonlyMap<string, Node>
  readonly outer: Scope | undefined
}

type Resolved = {
  readonly source: Source
  readonly column: OutputColumn
  /** Whether the new name alone would mean something else, or two things. */
  readonly needsQualifier: boolean
}

export type Resolution =
  | ({ readonly kind: 'column' } & Resolved)
  /** A result of a query, called as a column of it is called from now on where `isHidden`. */
  | {
      readonly kind: 'alias'
      readonly result: Node
      readonly isOfInnermost: boolean
      readonly isHidden: boolean
    }
  | { readonly kind: 'unknown' }

/** A name without a qualifier: columns come before aliases, inner queries before outer ones. */
export function resolveName(name: string, scope: Scope): Resolution {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const source = at.sources.find((candidate) => visibleColumn(candidate, name) !== undefined)
    const column = source && visibleColumn(source, name)
    if (source !== undefined && column !== undefined) {
      const needsQualifier = isTaken(column.to, source, scope, at)
      return { kind: 'column', source, column, needsQualifier }
    }
    const result = at.aliases.get(name.toLowerCase())
    if (result !== undefined) {
      return {
        kind: 'alias',
        result,
        isOfInnermost: at === scope,
        isHidden: isColumnNow(name, scope, at),
      }
    }
  }
  return { kind: 'unknown' }
}

export function resolveQualified(qualifier: string, name: string, scope: Scope): Resolution {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    for (const source of at.sources) {
      if (source.qualifier === null || !isSame(source.qualifier, qualifier)) continue
      const column = source.columns.find(({ from }) => isSame(from, name))
      if (column !== undefined) return { kind: 'column', source, column, needsQualifier: true }
    }
  }
  return { kind: 'unknown' }
}

/** Whether a column of a query, or of one around it up to the last, is called so from now on. */
function isColumnNow(name: string, scope: Scope, last: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.sources.some(({ columns }) => columns.some(({ to }) => isSame(to, name)))) return true
    if (at === last) return false
  }
  return false
}

function visibleColumn({ columns, merged }: Source, name: string): OutputColumn | undefined {
  return columns.find(({ from }) => isSame(from, name) && !merged.has(from.toLowerCase()))
}

/** Whether anything between the place and the source, or beside the source, is called so too. */
function isTaken(name: string, source: Source, scope: Scope, last: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const isBeside = at.sources.some(
      (other) => other !== source && other.columns.some(({ to }) => isSame(to, name)),
    )
    if (isBeside) return true
    if (at === last) return false
    if (at.aliases.has(name.toLowerCase())) return true
  }
  return false
}

export function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

/** @param isUnqualified - whether of columns that were taken together only one counts */
export function shownBy(source: Source, isUnqualified: boolean): ShownColumn[] {
  return source.columns
    .filter(({ from }) => !isUnqualified || !source.merged.has(from.toLowerCase()))
    .map((column) => ({ source, column }))
}
