/** A result as the agent reads it, taken apart again for people. */

export type ParsedResult = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What stands below the rows: that there are more, or none. Empty when nothing. */
  readonly note: string
}

/**
 * @param text - the `result` of QUERY or SAMPLE: a line of names, numbered rows, perhaps a note
 * @returns `undefined` when it is something else, or when cells that contain ` | ` hide the columns
 */
export function parseResultText(text: string): ParsedResult | undefined {
  const [header, ...lines] = text.split('\n')
  if (header === undefined || lines.length === 0) return undefined
  const columns = header.split(' | ')
  const numberedLines = lines.filter((line, index) => line.startsWith(`${index + 1}. `))
  const notes = lines.slice(numberedLines.length)
  const rows = numberedLines.map((line) => line.slice(line.indexOf(' ') + 1).split(' | '))
  const isTable = rows.every((row) => row.length === columns.length)
  if (!isTable || !notes.every((line) => /^\(.*\)$/.test(line))) return undefined
  return { columns, rows, note: notes.join(' ') }
}
