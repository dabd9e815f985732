/** A table of results, in the terminal and in a document. */

import Table from 'cli-table3'

export type ReportTable = {
  readonly title: string
  readonly head: readonly string[]
  /** The first column names the row; the others hold numbers. */
  readonly rows: readonly (readonly string[])[]
}

export function toTerminal({ title, head, rows }: ReportTable): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
  })
  table.push(...rows.map((row) => [...row]))
  return `${title}\n${table.toString()}`
}

export function toMarkdown({ title, head, rows }: ReportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'))
  return [`${title}:`, '', line(head), line(rule), ...rows.map(line)].join('\n')
}
