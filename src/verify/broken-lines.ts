/** Puts lines together again where values of gold contain line breaks. */

import type { Row } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import type { AnswerRow, RowTest } from './answer-row.ts'
import { rowOfLine, textOfAnswer, textOfGold } from './answer-row.ts'
import { SHUFFLED_ROWS_MAX } from './effort.ts'
import type { TestedGold } from './gold.ts'

export const LINE_BREAK = /\r\n|[\n\r]/

/**
 * Goes down the lines and takes as many as a row of gold has, the most that are one of its rows:
 * first that are written as gold prints, which is quickly seen, then that are right in any way.
 * Only the cuts are looked for here: whether each row of gold is there is for the caller to find.
 *
 * @yields a text for each row, if the lines can be cut so, and need it
 */
export function* joinBrokenLines(
  lines: readonly string[],
  gold: TestedGold,
): Generator<readonly string[]> {
  const { rows, effort } = gold
  if (lines.length <= rows.length || rows.length > SHUFFLED_ROWS_MAX) return
  const linesMax = rows.reduce((sum, row) => sum + Math.max(...lineCountsOf(row)), 0)
  if (lines.length > linesMax) return
  const shapes = rowShapes(gold)
  const isWritten: ShapeTest = ({ texts }, row) => texts.has(textOfAnswer(row))
  const isRight: ShapeTest = ({ tests }, row) =>
    tests.some((test) => effort.cellsLeft > 0 && test(row))
  for (const fits of [isWritten, isRight]) {
    const texts = cutLines(lines, shapes, fits, gold)
    if (texts !== null) yield texts
  }
}

/** The rows of gold that may be written in so many lines. */
type RowShape = {
  readonly lineCount: number
  readonly texts: ReadonlySet<string>
  readonly tests: readonly RowTest[]
}

type ShapeTest = (shape: RowShape, row: AnswerRow) => boolean

/** Most lines first. */
function rowShapes({ rows, tests }: TestedGold): readonly RowShape[] {
  const written = tests.flatMap((test, index) => {
    const row = rows[index] ?? []
    return [...new Set(lineCountsOf(row))].map((lineCount) => ({ lineCount, row, test }))
  })
  return [...Map.groupBy(written, ({ lineCount }) => lineCount)]
    .sort(([a], [b]) => b - a)
    .map(([lineCount, group]) => ({
      lineCount,
      texts: new Set(group.map(({ row }) => textOfGold(row))),
      tests: group.map(({ test }) => test),
    }))
}

/** In how many lines a row may be written: as it prints, without outer line breaks, or in one. */
function lineCountsOf(row: Row): readonly number[] {
  const text = row.map(formatCell).join(' | ')
  return [text.split(LINE_BREAK).length, text.trim().split(LINE_BREAK).length, 1]
}

/** To join so many characters takes as long as to compare a cell. */
const CHARS_PER_CELL = 4

function cutLines(
  lines: readonly string[],
  shapes: readonly RowShape[],
  fits: ShapeTest,
  { columns, rows, effort }: TestedGold,
): readonly string[] | null {
  const texts: string[] = []
  for (let start = 0; start < lines.length;) {
    const shape = shapes.find((candidate) => {
      const end = start + candidate.lineCount
      if (end > lines.length || effort.cellsLeft <= 0) return false
      const text = lines.slice(start, end).join('\n')
      effort.cellsLeft -= Math.ceil(text.length / CHARS_PER_CELL)
      return fits(candidate, rowOfLine(text, columns.length))
    })
    if (shape === undefined || texts.length === rows.length) return null
    texts.push(lines.slice(start, start + shape.lineCount).join('\n'))
    start += shape.lineCount
  }
  return texts
}
