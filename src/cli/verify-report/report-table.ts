/** Tables of counts and rates as Markdown, laid out as the formatter would, so that documents keep it. */

import { wilsonInterval } from '../../evaluation/intervals/wilson.ts'

/** The first column to the left, the others, which hold counts, to the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join(' | ')} |`
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

function pad(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

/** Rounded down, so that only what is whole reads as 100 %. */
export function percent(share: number): string {
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
}

/** `1.23 %`, or nothing where there is no total. */
export function rate(count: number, total: number): string {
  return total === 0 ? '' : `${((100 * count) / total).toFixed(2)} %`
}

/** The 95 % interval: `1.10–1.40 %`, or nothing where there is no total. */
export function intervalText(count: number, total: number): string {
  if (total === 0) return ''
  const { low, high } = wilsonInterval(count, total)
  return `${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)} %`
}

/** How many times fewer; where none is left, more than the many that there were. */
export function factorText(before: number, after: number): string {
  if (before === 0) return ''
  return after === 0 ? `all ${before}` : `${(before / after).toFixed(1)} ×`
}
