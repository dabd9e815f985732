/** What stands around the rows of a pasted result: a header line, numbers, the frame of Markdown. */

import type { Gold } from './gold.ts'
import { normalizeText } from './normal-text.ts'

/** What a header line may say. */
type Header = Pick<Gold, 'columns' | 'otherColumnNames'>

/** The lines below a header; null where the first line does not name gold's columns in order. */
export function headerless(lines: readonly string[], header: Header): readonly string[] | null {
  return lines.length > 1 && isHeader(lines[0] ?? '', header) ? lines.slice(1) : null
}

function isHeader(line: string, { columns, otherColumnNames = [] }: Header): boolean {
  const normal = normalizeHeader(line)
  if (normal === normalizeHeader(columns.join('|'))) return true
  return otherColumnNames.length > 0 && isSpelt(withoutQualifiers(normal), otherColumnNames)
}

/** Whether a line is one name of each column, in order. */
function isSpelt(line: string, [first, ...others]: readonly (readonly string[])[]): boolean {
  if (first === undefined) return line === ''
  const end = others.length > 0 ? ' | ' : ''
  return first.some((name) => {
    const beginning = withoutQualifiers(normalizeHeader(name)) + end
    return line.startsWith(beginning) && isSpelt(line.slice(beginning.length), others)
  })
}

/** Where names are others, one that stood alone may need its table: `max(t1.c2)` is `max(c2)`. */
function withoutQualifiers(line: string): string {
  return line.replace(/[\p{L}_][\p{L}\p{N}_$]*\./gu, '')
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

/**
 * The lines of a Markdown table without the `|` at both ends; null unless all have them. The rule
 * goes too, where it stands below a header that names gold's columns: elsewhere it may be a row.
 */
export function unframed(lines: readonly string[], named: Header): readonly string[] | null {
  const trimmed = lines.map((line) => line.trim())
  const isFramed = trimmed.every(isFramedLine)
  if (!isFramed) return null
  const inside = trimmed.map((line) => line.slice(1, -1))
  const [header = '', rule = ''] = inside
  return isHeader(header, named) && isRule(rule) ? inside.toSpliced(1, 1) : inside
}

function isFramedLine(line: string): boolean {
  return line.length > 1 && line.startsWith('|') && line.endsWith('|')
}

/** One hyphen is enough, as in GitHub's Markdown. */
function isRule(line: string): boolean {
  return line.split('|').every((cell) => /^\s*:?-+:?\s*$/.test(cell))
}
