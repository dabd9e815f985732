/** What stands around the rows of a pasted result: a header line, numbers, the frame of Markdown. */

import { normalizeText } from './normal-text.ts'

/**
 * The lines below a header line, which must name gold's columns: any other first line is a row. Two
 * candidates where the next line may be Markdown's rule; none where there is no header.
 */
export function headerless(
  lines: readonly string[],
  columns: readonly string[],
): readonly (readonly string[])[] {
  const [header = '', rule = ''] = lines
  if (lines.length < 2 || normalizeHeader(header) !== normalizeHeader(columns.join('|'))) return []
  const isRule = lines.length > 2 && rule.includes('---') && /^[\s|:-]+$/.test(rule)
  return isRule ? [lines.slice(2), lines.slice(1)] : [lines.slice(1)]
}

function normalizeHeader(line: string): string {
  return normalizeText(line.replaceAll('|', ' | '))
}

/** The lines without `1.`, `2.` … in front; null unless all are numbered so, in order. */
export function numberless(lines: readonly string[]): readonly string[] | null {
  const isNumbered = lines.every((line, index) => lineNumber(line) === String(index + 1))
  return isNumbered ? lines.map((line) => line.slice(line.indexOf('.') + 1)) : null
}

function lineNumber(line: string): string | undefined {
  return /^\s*(\d+)\.(?:\s|$)/.exec(line)?.[1]
}

/** The lines without the `|` at both ends, as Markdown writes a table; null unless all have them. */
export function unframed(lines: readonly string[]): readonly string[] | null {
  const trimmed = lines.map((line) => line.trim())
  const isFramed = trimmed.every(
    (line) => line.length > 1 && line.startsWith('|') && line.endsWith('|'),
  )
  return isFramed ? trimmed.map((line) => line.slice(1, -1)) : null
}
