/** What gold queries say of a database: values they compare columns with, columns they join on. */

import { cstVisitor } from 'sql-parser-cst'
import type { Node } from 'sql-parser-cst'

import type { Contents, Literal, Reference, TableContents } from '../../siblings/contents.ts'
import { cellKey, referenceKey } from '../../siblings/cell-keys.ts'
import type { CellValue } from '../../sql/cell.ts'
import { isColumn, joinedIn, operatorOf } from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'

type Column = { readonly table: number; readonly column: number }

/** Every literal once, in the order in which the queries come. */
export function literalsIn(queries: readonly Query[], contents: Contents): Literal[] {
  const literals = new Map<string, Literal>()
  for (const query of queries) {
    const columnsOf = createColumnFinder(query, contents)
    const add = (column: Node, value: Node, isPattern: boolean): void => {
      const literal = toLiteral(value, isPattern)
      if (literal === undefined || !isColumn(column)) return
      for (const found of columnsOf(column)) {
        const key = [found.table, found.column, cellKey(literal.value), literal.isPart].join(' ')
        if (!literals.has(key)) literals.set(key, { ...found, ...literal })
      }
    }
    cstVisitor({
      binary_expr: (expr) => {
        const operator = operatorOf(expr)
        const isPattern = /LIKE|GLOB/.test(operator)
        for (const value of membersOf(expr.right)) add(expr.left, value, isPattern)
        add(expr.right, expr.left, false)
      },
      between_expr: ({ left, begin, end }) => {
        add(left, begin, false)
        add(left, end, false)
      },
    })(query.statement)
  }
  return [...literals.values()]
}

/** `(1, 2)` is each of its members, anything else itself. */
function membersOf(node: Node): readonly Node[] {
  if (node.type === 'paren_expr') return membersOf(node.expr)
  return node.type === 'list_expr' ? node.items : [node]
}

function toLiteral(node: Node, isPattern: boolean): Pick<Literal, 'value' | 'isPart'> | undefined {
  const value = valueOf(node)
  if (value === undefined || !isPattern)
    return value === undefined ? undefined : { value, isPart: false }
  const longest = String(value)
    .split(/[%_*?]+/)
    .reduce((part, other) => (other.length > part.length ? other : part), '')
  return longest === '' ? undefined : { value: longest, isPart: true }
}

function valueOf(node: Node): CellValue | undefined {
  if (node.type === 'string_literal') return node.value
  if (node.type === 'number_literal') {
    return Number.isSafeInteger(node.value) ? BigInt(node.value) : node.value
  }
  if (node.type !== 'prefix_op_expr' || operatorOf(node) !== '-') return undefined
  const positive = valueOf(node.expr)
  return typeof positive === 'bigint' || typeof positive === 'number' ? -positive : undefined
}

/** Which columns a name may mean; several where the query has several tables with one of that name. */
function createColumnFinder(query: Query, contents: Contents): (node: Node) => Column[] {
  const tablesByName = new Map<string, Set<number>>()
  const addTable = (node: Node, alias: string | undefined): void => {
    if (node.type === 'alias') return addTable(node.expr, nameIn(node.alias))
    const name = nameIn(node.type === 'member_expr' ? node.property : node)
    const table = contents.findIndex(({ shape }) => shape.name.toLowerCase() === name)
    if (name === undefined || table === -1) return
    const known = tablesByName.get(alias ?? name) ?? new Set()
    tablesByName.set(alias ?? name, known.add(table))
  }
  cstVisitor({
    from_clause: (from) => joinedIn(from).tables.forEach((node) => addTable(node, undefined)),
  })(query.statement)
  const all = new Set([...tablesByName.values()].flatMap((tables) => Array.from(tables)))
  return (node) => {
    const qualifier = node.type === 'member_expr' ? nameIn(node.object) : undefined
    const wanted = nameIn(node.type === 'member_expr' ? node.property : node)
    const tables = qualifier === undefined ? all : (tablesByName.get(qualifier) ?? new Set())
    return [...tables].flatMap((table) => {
      const columns = contents[table]?.shape.columns ?? []
      const column = columns.findIndex(({ name }) => name.toLowerCase() === wanted)
      return column === -1 ? [] : [{ table, column }]
    })
  }
}

function nameIn(node: Node | undefined): string | undefined {
  return node?.type === 'identifier' ? node.name.toLowerCase() : undefined
}

/**
 * The contents with references that queries make and the schema does not: they join a column with
 * one that holds no value twice, and most values are found there.
 */
export function withJoinReferences(queries: readonly Query[], contents: Contents): Contents {
  const references = queries.flatMap((query) => {
    const columnsOf = createColumnFinder(query, contents)
    const found: (Reference & { readonly from: number })[] = []
    cstVisitor({
      binary_expr: (expr) => {
        const { left, right } = expr
        if (!/^==?$/.test(operatorOf(expr)) || !isColumn(left) || !isColumn(right)) return
        const [one, ...more] = columnsOf(left)
        const [other, ...others] = columnsOf(right)
        if (one === undefined || other === undefined || more.length + others.length > 0) return
        const reference =
          referenceBetween(contents, one, other) ?? referenceBetween(contents, other, one)
        if (reference !== undefined) found.push(reference)
      },
    })(query.statement)
    return found
  })
  return contents.map((table, index) => {
    const ofTable = references.filter(({ from }) => from === index)
    return ofTable.length === 0 ? table : withReferences(table, ofTable)
  })
}

function referenceBetween(
  contents: Contents,
  from: Column,
  to: Column,
): (Reference & { readonly from: number }) | undefined {
  const [child, parent] = [contents[from.table], contents[to.table]]
  const isUnique = parent?.shape.uniqueSets.some(
    ([column, ...others]) => column === to.column && others.length === 0,
  )
  if (child === undefined || parent === undefined || isUnique !== true) return undefined
  if (from.table === to.table && from.column === to.column) return undefined
  const known = new Set(parent.rows.map((row) => referenceKey(row[to.column] ?? null)))
  const values = child.rows.flatMap((row) => row[from.column] ?? [])
  const foundCount = values.filter((value) => known.has(referenceKey(value))).length
  if (foundCount === 0 || foundCount * 2 < values.length) return undefined
  return {
    from: from.table,
    columns: [from.column],
    table: to.table,
    toColumns: [to.column],
    isDeclared: false,
  }
}

function withReferences(
  { shape, rows }: TableContents,
  added: readonly Reference[],
): TableContents {
  const references = [...shape.references]
  for (const { columns, table, toColumns, isDeclared } of added) {
    const [column] = columns
    const isKnown = references.some(
      (other) => column !== undefined && other.columns.includes(column) && other.table === table,
    )
    // A key that is joined with another key the other way round would make both follow each other.
    const isKey = shape.uniqueSets.some(([first, ...rest]) => first === column && rest.length === 0)
    if (!isKnown && !isKey) references.push({ columns, table, toColumns, isDeclared })
  }
  return { shape: { ...shape, references }, rows }
}
