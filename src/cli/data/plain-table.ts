/** Tables as the commands of `sqlenv data` print them. */

import Table from 'cli-table3'

export type Cell = string | number

/** A table under a title; empty where there is nothing to tell. */
export function section(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  if (rows.length === 0) return ''
  const isNumber = head.map((_, column) => typeof rows[0]?.[column] === 'number')
  const table = new Table({
    head: [...head],
    colAligns: isNumber.map((numeric) => (numeric ? 'right' : 'left')),
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  })
  table.push(...rows.map((row) => [...row]))
  const lines = table.toString().split('\n')
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`)].join('\n')
}

/** No lines: the tables are short, and are pasted into issues. */
const PLAIN = Object.fromEntries(
  ['', '-mid', '-left', '-right']
    .flatMap((end) => ['top', 'bottom', 'left', 'right', 'mid'].map((side) => `${side}${end}`))
    .concat('middle')
    .map((name) => [name, '']),
)
