/** One row of an answer, and whether it is right: cell by cell against a row of gold. */

import type { Row } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import type { AnswerCell } from './answer-cell.ts'
import { bareCell, cellTest } from './answer-cell.ts'
import type { Effort } from './effort.ts'
import { normalizeText } from './normal-text.ts'

/** What stands between two cells of a row that is written as a line. */
const CELL_SEPARATOR = '|'

export type AnswerRow =
  | { readonly kind: 'cells'; readonly cells: readonly AnswerCell[] }
  /** `cells` is the line cut at every `|`, also at those that are part of a value. */
  | { readonly kind: 'line'; readonly line: string; readonly cells: readonly AnswerCell[] }

/** @param columnCount - of gold; in a single column, a `|` can only be part of the value */
export function rowOfLine(line: string, columnCount: number): AnswerRow {
  if (columnCount === 1) return { kind: 'cells', cells: [bareCell(line)] }
  return { kind: 'line', line, cells: line.split(CELL_SEPARATOR).map(bareCell) }
}

/** The same text as `textOfGold` for a row that is written as gold prints: a hint, no proof. */
export function textOfAnswer({ cells }: AnswerRow): string {
  return cells.map((cell) => (cell.unquoted ?? cell).normalText).join(CELL_SEPARATOR)
}

export function textOfGold(gold: Row): string {
  return gold.map((cell) => normalizeText(formatCell(cell))).join(CELL_SEPARATOR)
}

export type RowTest = (row: AnswerRow) => boolean

/** The gold row as a test, made when it is first used, and used for many rows. */
export function rowTest(gold: Row, effort: Effort): RowTest {
  let isRight: RowTest | undefined
  return (row) => {
    isRight ??= toRowTest(gold, effort)
    return isRight(row)
  }
}

/** To join a piece takes as long as to compare so many cells. */
const CELLS_PER_PIECE = 8

function toRowTest(gold: Row, effort: Effort): RowTest {
  const tests = gold.map(cellTest)
  const pieceCounts = gold.map((cell) => formatCell(cell).split(CELL_SEPARATOR).length)
  const isPlain = pieceCounts.every((count) => count === 1)
  return (row) => {
    const isCut = row.kind === 'cells' || isPlain
    if (!isCut) effort.cellsLeft -= CELLS_PER_PIECE * row.cells.length
    const cells = isCut ? row.cells : joinPieces(row.line.split(CELL_SEPARATOR), pieceCounts)
    if (cells.length !== tests.length) return false
    const firstWrong = cells.findIndex((cell, index) => tests[index]?.(cell) !== true)
    effort.cellsLeft -= firstWrong === -1 ? cells.length : firstWrong + 1
    return firstWrong === -1
  }
}

/** Where values of gold contain a `|`, how many each contains says where the cells end. */
function joinPieces(pieces: readonly string[], pieceCounts: readonly number[]): AnswerCell[] {
  let end = 0
  const cells = pieceCounts.map((count) => {
    end += count
    return bareCell(pieces.slice(end - count, end).join(CELL_SEPARATOR))
  })
  return end === pieces.length ? cells : []
}
