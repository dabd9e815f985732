/** The `result` of QUERY and SAMPLE, from text to a table, where the text allows only one. */

export type ParsedResult = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What stands below the rows: `(20 of 91 rows)`, `(no rows)`; empty when nothing. */
  readonly note: string
}

const SEPARATOR = ' | '

/**
 * @param text - a line of names, numbered rows, perhaps a note
 * @returns undefined when it is something else, or when cells that hold ` | ` hide the columns
 */
export function parseResultText(text: string): ParsedResult | undefined {
  const [header = '', ...lines] = text.split('\n')
  if (lines.length === 0) return undefined
  const columns = header.split(SEPARATOR)
  const numbered = lines.filter((line, index) => line.startsWith(`${index + 1}. `))
  const notes = lines.slice(numbered.length)
  const rows = numbered.map((line) => line.slice(line.indexOf(' ') + 1).split(SEPARATOR))
  const isTable = rows.every((row) => row.length === columns.length)
  if (!isTable || !notes.every((line) => /^\(.*\)$/.test(line))) return undefined
  return { columns, rows, note: notes.join(' ') }
}

/**
 * A result as an ANSWER writes it: a value, a value a line, or lines of `a | b`.
 * @param text - as `parseResultText` takes it; what it does not know stays as it is, since the grader
 *   peels the header and the numbers of a pasted result
 */
export function toAnswerText(text: string): string {
  const result = parseResultText(text)
  return result?.rows.map((row) => row.join(SEPARATOR)).join('\n') ?? text
}
