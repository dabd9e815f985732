/** Where the tables of the schema diagram stand, and how their references run between them. */

import type { RevealedTable } from '../../client/schema-info.ts'

export const ROW_HEIGHT = 15
export const HEAD_HEIGHT = 19
const BOX_PADDING = 4
const GAP = 26
/** Room at the left, where references between tables of one column run. */
const MARGIN = 14
const COLUMN_WIDTH_MIN = 130

export type DiagramBox = {
  readonly table: RevealedTable
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

type DiagramEdge = {
  readonly from: string
  readonly to: string
  /** The `d` of an SVG path. */
  readonly path: string
}

export type Diagram = {
  readonly boxes: readonly DiagramBox[]
  readonly edges: readonly DiagramEdge[]
  readonly height: number
}

/** Described tables, and those that they refer to; in as many columns as there is width for. */
export function layOutDiagram(tables: readonly RevealedTable[], width: number): Diagram {
  const shown = tablesToShow(tables)
  const fitting = Math.max(1, Math.floor((width - MARGIN + GAP) / (COLUMN_WIDTH_MIN + GAP)))
  const columnCount = Math.min(fitting, Math.max(shown.length, 1))
  const boxWidth = (width - MARGIN - GAP * (columnCount - 1)) / columnCount
  const heights = Array.from({ length: columnCount }, () => 0)
  const boxes = shown.map((table): DiagramBox => {
    const column = heights.indexOf(Math.min(...heights))
    const y = heights[column] ?? 0
    const height = heightOf(table)
    heights[column] = y + height + GAP / 2
    return { table, x: MARGIN + column * (boxWidth + GAP), y, width: boxWidth, height }
  })
  return { boxes, edges: edgesOf(boxes), height: Math.max(0, Math.max(...heights) - GAP / 2) }
}

function tablesToShow(tables: readonly RevealedTable[]): RevealedTable[] {
  const referred = new Set(
    tables.flatMap(({ columns }) =>
      columns.flatMap(({ references }) => references?.table.toLowerCase() ?? []),
    ),
  )
  return tables.filter(
    ({ name, columns }) => columns.length > 0 || referred.has(name.toLowerCase()),
  )
}

function heightOf({ columns }: RevealedTable): number {
  return HEAD_HEIGHT + (columns.length === 0 ? 0 : columns.length * ROW_HEIGHT + BOX_PADDING)
}

function edgesOf(boxes: readonly DiagramBox[]): DiagramEdge[] {
  const byName = new Map(boxes.map((box) => [box.table.name.toLowerCase(), box]))
  return boxes.flatMap((box) =>
    box.table.columns.flatMap(({ references }, index) => {
      const target = byName.get(references?.table.toLowerCase() ?? '')
      if (references === null || target === undefined) return []
      const path = pathBetween(box, rowY(box, index), target, targetY(target, references.column))
      return [{ from: box.table.name, to: target.table.name, path }]
    }),
  )
}

function rowY({ y }: DiagramBox, index: number): number {
  return y + HEAD_HEIGHT + (index + 0.5) * ROW_HEIGHT
}

/** A table that is not described yet is met at its head. */
function targetY(box: DiagramBox, column: string): number {
  const name = column.toLowerCase()
  const index = box.table.columns.findIndex((candidate) => candidate.name.toLowerCase() === name)
  return index < 0 ? box.y + HEAD_HEIGHT / 2 : rowY(box, index)
}

function pathBetween(from: DiagramBox, fromY: number, to: DiagramBox, toY: number): string {
  if (from.x === to.x) {
    const side = from.x - MARGIN + 2
    return `M${from.x} ${fromY}C${side} ${fromY} ${side} ${toY} ${to.x} ${toY}`
  }
  const isRightward = from.x < to.x
  const startX = isRightward ? from.x + from.width : from.x
  const endX = isRightward ? to.x : to.x + to.width
  const bend = isRightward ? GAP / 2 : -GAP / 2
  return `M${startX} ${fromY}C${startX + bend} ${fromY} ${endX - bend} ${toY} ${endX} ${toY}`
}
