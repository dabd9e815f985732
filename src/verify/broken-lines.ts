/** Puts lines together again where values of gold contain line breaks. */

import type { Row } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import type { RowTest } from './answer-row.ts'
import { rowOfLine, rowTest } from './answer-row.ts'

export const LINE_BREAK = /\r\n|[\n\r]/

/**
 * Goes down the lines and takes as many as a row of gold has, the most that are one of its rows.
 * Only the cuts are looked for here: whether each row of gold is there is for the caller to find.
 *
 * @returns a text for each row; null when the lines cannot be cut so, or need no cutting
 */
export function joinBrokenLines(lines: readonly string[], gold: readonly Row[]): string[] | null {
  const linesMax = gold.reduce((sum, row) => sum + Math.max(...lineCountsOf(row)), 0)
  if (lines.length <= gold.length || lines.length > linesMax) return null
  const shapes = rowShapes(gold)
  const texts: string[] = []
  for (let start = 0; start < lines.length;) {
    const shape = shapes.find((candidate) => fitsAt(candidate, lines, start))
    if (shape === undefined) return null
    texts.push(lines.slice(start, start + shape.lineCount).join('\n'))
    start += shape.lineCount
  }
  return texts
}

/** The rows of gold that may be written in so many lines. */
type RowShape = {
  readonly lineCount: number
  readonly columnCount: number
  readonly tests: readonly RowTest[]
}

/** Most lines first. */
function rowShapes(gold: readonly Row[]): readonly RowShape[] {
  const tests = gold.flatMap((row) => {
    const test = rowTest(row)
    return [...new Set(lineCountsOf(row))].map((lineCount) => ({ lineCount, test }))
  })
  return [...Map.groupBy(tests, ({ lineCount }) => lineCount)]
    .sort(([a], [b]) => b - a)
    .map(([lineCount, group]) => ({
      lineCount,
      columnCount: gold[0]?.length ?? 0,
      tests: group.map(({ test }) => test),
    }))
}

/** In how many lines a row may be written: as it prints, without outer line breaks, or in one. */
function lineCountsOf(row: Row): readonly number[] {
  const text = row.map(formatCell).join(' | ')
  return [text.split(LINE_BREAK).length, text.trim().split(LINE_BREAK).length, 1]
}

function fitsAt(shape: RowShape, lines: readonly string[], start: number): boolean {
  const end = start + shape.lineCount
  if (end > lines.length) return false
  const row = rowOfLine(lines.slice(start, end).join('\n'), shape.columnCount)
  return shape.tests.some((isRight) => isRight(row))
}
