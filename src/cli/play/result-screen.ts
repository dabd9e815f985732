/** Results drawn as tables that fit the terminal. */

import { styleText } from 'node:util'

import CliTable from 'cli-table3'

import { cutToWidth, displayWidth } from './display-width.ts'
import type { ParsedResult } from '../../client/result-text.ts'

/** Columns that are cut narrower than this tell nothing: rows are drawn one below the other. */
const CELL_WIDTH_MIN = 6

/** A border and a blank on either side of each cell, and the last border. */
const CELL_FRAME_WIDTH = 3
const LAST_BORDER_WIDTH = 1

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/

/** In columns. What is drawn for a narrower terminal is wrapped by it. */
const SCREEN_WIDTH_MIN = 20

/** @param terminalWidth - in columns; wider cells are cut and end in `…` */
export function drawResult({ columns, rows, note }: ParsedResult, terminalWidth: number): string {
  const screenWidth = Math.max(terminalWidth, SCREEN_WIDTH_MIN)
  const header = ['#', ...columns]
  const numbered = rows.map((row, index) => [String(index + 1), ...row])
  const widths = header.map((_, column) =>
    Math.max(...[header, ...numbered].map((cells) => displayWidth(cells[column] ?? ''))),
  )
  const room = screenWidth - header.length * CELL_FRAME_WIDTH - LAST_BORDER_WIDTH
  const fitting = shareRoom(widths, room)
  const isTooNarrow = fitting.some(
    (width, column) => width < (widths[column] ?? 0) && width < CELL_WIDTH_MIN,
  )
  const drawing = isTooNarrow
    ? drawRecords(columns, rows, screenWidth)
    : drawTable(header, numbered, fitting)
  return note === '' ? drawing : `${drawing}\n${styleText('dim', note)}`
}

function drawTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  const table = new CliTable({
    head: header.map((name, column) => styleText('bold', cutToWidth(name, widths[column] ?? 0))),
    colAligns: header.map((_, column) => (isNumeric(rows, column) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  })
  for (const row of rows) {
    table.push(row.map((cell, column) => shownCell(cutToWidth(cell, widths[column] ?? 0))))
  }
  return table.toString()
}

function drawRecords(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  screenWidth: number,
): string {
  const nameWidth = Math.min(Math.max(...columns.map(displayWidth)), Math.floor(screenWidth / 3))
  const records = rows.map((row, index) => [
    styleText('bold', `${index + 1}.`),
    ...row.map((cell, column) => {
      const name = cutToWidth(columns[column] ?? '', nameWidth)
      const padding = ' '.repeat(nameWidth - displayWidth(name))
      return `  ${name}${padding}  ${shownCell(cutToWidth(cell, screenWidth - nameWidth - 4))}`
    }),
  ])
  return records.flat().join('\n')
}

function shownCell(cell: string): string {
  return cell === 'NULL' ? styleText('dim', cell) : cell
}

function isNumeric(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.every((row) => row[column] === 'NULL' || NUMBER.test(row[column] ?? ''))
}

/** Narrow columns get what they need; the wide ones share what is left. */
function shareRoom(widths: readonly number[], room: number): number[] {
  const shared = [...widths]
  const byWidth = [...widths.keys()].sort((a, b) => (widths[a] ?? 0) - (widths[b] ?? 0))
  let left = Math.max(room, 0)
  for (const [position, column] of byWidth.entries()) {
    const share = Math.floor(left / (byWidth.length - position))
    const width = Math.min(widths[column] ?? 0, share)
    shared[column] = width
    left -= width
  }
  return shared
}
