/** How an answer was understood, in a phrase that shows nothing but the answer. */

import type { AnswerRow } from './answer-row.ts'

const READING_CHARS_MAX = 200

/** One line: `one value: 42`, `a list of 3 values: a, b, c`, `2 rows of 2 columns`. */
export function describeRows(rows: readonly AnswerRow[]): string {
  const widths = rows.map(({ cells }) => cells.length)
  if (rows.length > 0 && widths.every((width) => width === 1)) return describeValues(rows)
  const least = widths.reduce((a, b) => Math.min(a, b), widths[0] ?? 0)
  const most = widths.reduce((a, b) => Math.max(a, b), 0)
  const columns = least === most ? plural(most, 'column') : `${least} to ${plural(most, 'column')}`
  return rows.length === 0 ? 'an empty list' : `${plural(rows.length, 'row')} of ${columns}`
}

/** `text` on one line, cut at 200 characters. */
export function toPhrase(text: string): string {
  // The cut before the blanks are made single keeps a huge answer cheap.
  const line = text
    .slice(0, 20 * READING_CHARS_MAX)
    .trim()
    .replace(/\s+/g, ' ')
  const chars = Array.from(line)
  return chars.length > READING_CHARS_MAX
    ? `${chars.slice(0, READING_CHARS_MAX - 1).join('')}…`
    : line
}

function describeValues(rows: readonly AnswerRow[]): string {
  const values = rows.flatMap(({ cells }) => cells.map(({ text }) => text))
  const kind = values.length === 1 ? 'one value' : `a list of ${values.length} values`
  return toPhrase(`${kind}: ${values.join(', ')}`)
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
