/** A result as a table. Cells are data: text and nothing else, each with its own direction. */

import type { ParsedResult } from '../../client/result-text.ts'

type ResultTableProps = {
  readonly result: ParsedResult
  readonly caption: string
}

export function ResultTable({ result: { columns, rows, note }, caption }: ResultTableProps) {
  const looks = columns.map((_, index) => lookOf(rows.flatMap((row) => row[index] ?? [])))
  return (
    <>
      {/* Wide tables scroll in their box, with the keyboard too. */}
      <div class="table-box" tabIndex={0} role="region" aria-label={`${caption}, table`}>
        <table class="data">
          <caption class="for-ears">{caption}</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                <span class="for-ears">row</span>
              </th>
              {columns.map((column, index) => (
                <th key={index} scope="col" class={looks[index]}>
                  <bdi>{column}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                <th scope="row" class="number">
                  {row + 1}
                </th>
                {cells.map((cell, index) => (
                  <td
                    key={index}
                    dir="auto"
                    class={`${looks[index]} ${cell === 'NULL' ? 'null' : ''}`}
                  >
                    <div>{cell}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note !== '' && <p class="hint">{note}</p>}
    </>
  )
}

/** Of a column. For the look only: a text may be written like a number. */
function lookOf(cells: readonly string[]): 'figure' | 'words' {
  const values = cells.filter((cell) => cell !== 'NULL')
  const isNumber = (cell: string) => /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(cell)
  return values.length > 0 && values.every(isNumber) ? 'figure' : 'words'
}
