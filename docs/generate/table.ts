/** Reads tables of Markdown: the numbers of one document come from the tables of others. */

/**
 * A row by its column names, with the marks of code and the blanks around cells taken off. A name
 * that comes again has the name to its left in front: `mean reward 95 %`.
 */
export type Row = Readonly<Record<string, string>>

/**
 * @param below - a text of the document, behind which the table begins
 * @param columns - the first column names of the table
 * @throws {Error} when the document has no such table
 */
export function tableBelow(document: string, below: string, columns: readonly string[]): Row[] {
  const start = document.indexOf(below)
  const lines = start === -1 ? [] : document.slice(start).split('\n')
  const head = lines.findIndex(
    (line) => line.startsWith('|') && columns.every((name, index) => cellsOf(line)[index] === name),
  )
  if (head === -1) throw new Error(`No table | ${columns.join(' | ')} | below "${below}"`)
  const names = cellsOf(lines[head] ?? '').map((name, index, all) =>
    all.indexOf(name) === index ? name : `${all[index - 1]} ${name}`,
  )
  const rest = lines.slice(head + 2)
  const end = rest.findIndex((line) => !line.startsWith('|'))
  return rest.slice(0, end === -1 ? rest.length : end).map((line) => {
    const cells = cellsOf(line)
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}

/** @throws {Error} when no row has the value there */
export function rowWith(rows: readonly Row[], column: string, value: string): Row {
  const found = rows.find((row) => row[column] === value)
  if (found === undefined) throw new Error(`No row with ${value} in column ${column}`)
  return found
}

/** @throws {Error} when the table has no such column */
export function cell(row: Row, column: string): string {
  const found = row[column]
  if (found === undefined) throw new Error(`No column ${column}`)
  return found
}

/** @throws {Error} when the cell holds no number */
export function numberIn(row: Row, column: string): number {
  const text = cell(row, column)
  const value = Number.parseFloat(text.replaceAll(',', '').replace('−', '-'))
  if (Number.isNaN(value)) throw new Error(`Expected a number in column ${column}, got "${text}"`)
  return value
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((text) => text.trim().replaceAll('`', ''))
}
