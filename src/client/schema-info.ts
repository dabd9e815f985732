/** What an observation's `schema_info` has shown of the database, from text to tables. */

export type RevealedColumn = {
  readonly name: string
  /** As declared; empty when it has none. */
  readonly type: string
  readonly isPrimaryKey: boolean
  readonly references: { readonly table: string; readonly column: string } | null
}

export type RevealedTable = {
  readonly name: string
  /** Null until the table is described. */
  readonly rowCount: number | null
  /** Empty until the table is described. */
  readonly columns: readonly RevealedColumn[]
}

/**
 * The tables in the order in which the server names them. The text is data: whatever does not look
 * like a table is left out.
 */
export function parseSchemaInfo(schemaInfo: string): RevealedTable[] {
  const [names = '', ...blocks] = schemaInfo.split('\n\n')
  const described = new Map(
    blocks.flatMap((block) => {
      const table = parseTable(block)
      return table === undefined ? [] : [[table.name, table] as const]
    }),
  )
  const named = parseNames(names)
  const tables = named.map((name) => described.get(name) ?? { name, rowCount: null, columns: [] })
  // One whose name the list writes otherwise, since it holds a comma.
  const others = [...described.values()].filter(({ name }) => !named.includes(name))
  return [...tables, ...others]
}

function parseNames(line: string): string[] {
  const [, list = ''] = /^Tables: (.*)$/s.exec(line) ?? []
  return [...new Set(list.split(', '))].filter((name) => name !== '')
}

function parseTable(block: string): RevealedTable | undefined {
  const [head = '', ...lines] = block.split('\n')
  const [, name, rows] = /^Table (.*): (\d+) rows?$/.exec(head) ?? []
  if (name === undefined) return undefined
  return { name, rowCount: Number(rows), columns: lines.flatMap(parseColumn) }
}

function parseColumn(line: string): RevealedColumn[] {
  const [, facts] = /^- (.*)$/.exec(line) ?? []
  if (facts === undefined) return []
  const [, beforeReference = facts, table, column] =
    /^(.*), references (.*)\((.*)\)$/.exec(facts) ?? []
  const [, beforeKey] = /^(.*), primary key$/.exec(beforeReference) ?? []
  return [
    {
      ...splitNameAndType(beforeKey ?? beforeReference),
      isPrimaryKey: beforeKey !== undefined,
      references: table === undefined || column === undefined ? null : { table, column },
    },
  ]
}

/** How types begin that people declare. */
const TYPE =
  /^(.+) ((?:big|blob|bool|char|clob|date|dec|double|fixed|float|int|json|long|medium|nchar|num|nvarchar|real|small|string|text|time|tiny|unsigned|varchar|varying|year)\w*\b.*)$/i

/** A name may hold blanks, and so may a type: `start date VARCHAR(10)`. */
function splitNameAndType(text: string): { name: string; type: string } {
  const [, name = text, type = ''] = TYPE.exec(text) ?? /^(\S+) (.+)$/.exec(text) ?? []
  return { name, type }
}
