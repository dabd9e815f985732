/** What a database looks like: the catalogue that DESCRIBE and SAMPLE look names up in. */

export type ColumnSchema = {
  readonly name: string
  /** As declared, in the database's own spelling; empty when it has none. */
  readonly type: string
  readonly isPrimaryKey: boolean
  readonly references: { readonly table: string; readonly column: string } | null
}

export type TableSchema = {
  readonly name: string
  readonly columns: readonly ColumnSchema[]
  readonly rowCount: number
}

export type DatabaseSchema = {
  /** The key by which queries reach it. */
  readonly databaseId: string
  /** Of its file; absent where that is not known. */
  readonly byteCount?: number
  /** In the order of creation; SQLite's own tables are left out. */
  readonly tables: readonly TableSchema[]
}

/** Finds a table without regard to case; a closing `;` and one pair of quotes are peeled. */
export function findTable(schema: DatabaseSchema, name: string): TableSchema | undefined {
  const wanted = name.trim()
  const peeled = wanted.replace(/\s*;$/, '')
  return (
    findByName(schema, wanted) ??
    findByName(schema, peeled) ??
    findByName(schema, withoutQuotes(peeled))
  )
}

function findByName(schema: DatabaseSchema, name: string): TableSchema | undefined {
  const lowerCase = name.toLowerCase()
  return schema.tables.find((table) => table.name.toLowerCase() === lowerCase)
}

function withoutQuotes(name: string): string {
  const [, quoted] = /^["'`[](.*)["'`\]]$/s.exec(name) ?? []
  return quoted ?? name
}

/** A name as SQL may hold it, whatever is in it: `"Order ""B"""`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
