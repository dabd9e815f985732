/** The `result` of QUERY and SAMPLE, from text to a table, where the text allows only one. */

export type ParsedResult =
  | {
      readonly kind: 'table'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** What the server says below the rows: `(20 of 91 rows)`; empty when it says nothing. */
      readonly note: string
    }
  /** Not told apart with certainty: to be shown as it is. */
  | { readonly kind: 'text'; readonly text: string }

const SEPARATOR = ' | '

/**
 * A cell may hold the separator itself. Then the rows do not all have as many cells as there are
 * columns, and the text stays a text.
 */
export function parseResult(text: string): ParsedResult {
  const [header = '', ...lines] = text.split('\n')
  const last = lines.at(-1) ?? ''
  const notes = lines.filter((line) =>
    /^\((?:no rows|\d+ of (?:more than )?\d+ rows)\)$/.test(line),
  )
  const rowLines = lines.slice(0, lines.length - notes.length)
  const columns = header.split(SEPARATOR)
  const rows = rowLines.map((line, index) => cellsOf(line, index + 1))
  const isTable = rows.every((row) => row?.length === columns.length)
  if (lines.length === 0 || !isTable || (notes.length > 0 && last !== notes.at(-1))) {
    return { kind: 'text', text }
  }
  return { kind: 'table', columns, rows: rows as string[][], note: notes.join(' ') }
}

function cellsOf(line: string, number: number): string[] | undefined {
  const prefix = `${number}. `
  return line.startsWith(prefix) ? line.slice(prefix.length).split(SEPARATOR) : undefined
}

/** A result as an ANSWER writes it: a value, a value a line, or lines of `a | b`. */
export function toAnswer(result: ParsedResult): string {
  // The grader peels the header and the numbers of a pasted result.
  if (result.kind === 'text') return result.text
  return result.rows.map((row) => row.join(SEPARATOR)).join('\n')
}
