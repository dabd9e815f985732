/** CSV as the sources of the built-in databases have it: a header line, then one record a line. */

export type CsvRecord = Readonly<Record<string, string | null>>

/**
 * Cells in double quotes may hold commas, line breaks and doubled quotes. A bare empty cell is
 * `null`; `""` is the empty text.
 * @throws {Error} naming the record that has another number of cells than the header
 */
export function parseCsv(text: string): CsvRecord[] {
  const [header = [], ...records] = parseCells(text)
  return records.map((cells, index) => {
    if (cells.length !== header.length) {
      throw new Error(
        `Expected ${header.length} cells in record ${index + 1}, got ${cells.length}: ${cells.join()}`,
      )
    }
    return Object.fromEntries(header.map((name, column) => [name ?? '', cells[column] ?? null]))
  })
}

const CELL = /(?:"(?<quoted>(?:[^"]|"")*)"|(?<bare>[^",\n]*))(?<end>,|\n|$)/y

function parseCells(text: string): (string | null)[][] {
  const records: (string | null)[][] = []
  let record: (string | null)[] = []
  CELL.lastIndex = 0
  while (CELL.lastIndex < text.length) {
    const start = CELL.lastIndex
    const groups = CELL.exec(text)?.groups
    if (groups === undefined) {
      throw new Error(`Expected a cell at ${JSON.stringify(text.slice(start, start + 40))}`)
    }
    record.push(groups['quoted']?.replaceAll('""', '"') ?? (groups['bare'] || null))
    if (groups['end'] !== ',') {
      records.push(record)
      record = []
    }
  }
  // The text ended in a comma: behind it stands one more empty cell.
  if (record.length > 0) records.push([...record, null])
  return records
}
