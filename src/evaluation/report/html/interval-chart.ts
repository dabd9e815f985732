/** Values with their intervals, one under the other: a dot and a line from low to high. */

import { html } from 'hono/html'

import type { Interval } from '../../intervals/wilson.ts'
import { COLOUR_COUNT } from './colours.ts'
import { figure } from './figure.ts'
import type { Markup } from './figure.ts'

export type IntervalRow = {
  /** Rows of one group stand together, under its name. */
  readonly group: string
  readonly series: string
  /** Null where nothing is known. */
  readonly value: number | null
  readonly interval: Interval | null
  /** What the value is of: `12 of 40`. */
  readonly note: string
}

export type IntervalChart = {
  readonly id: string
  readonly title: string
  /** What is to be seen, in a sentence. */
  readonly caption: string
  readonly groupName: string
  readonly valueName: string
  /** From its low to its high end; `tickCount` labelled lines cut it into equal parts, ends included. */
  readonly range: { readonly low: number; readonly high: number; readonly tickCount: number }
  readonly format: (value: number) => string
  readonly rows: readonly IntervalRow[]
  /** The colour of each series, by its index. */
  readonly seriesNames: readonly string[]
}

const WIDTH = 760
const LEFT = 190
const RIGHT = 130
const ROW = 20
const TOP = 24

export function intervalChart(chart: IntervalChart): Markup {
  const { id, title, caption, rows, format, groupName, valueName } = chart
  const lines = toLines(rows)
  const height = TOP + lines.length * ROW + 8
  const { low, high, tickCount } = chart.range
  const ticks = Array.from({ length: tickCount }, (_, index) => {
    return low + (index / (tickCount - 1)) * (high - low)
  })
  const picture = html`<svg
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-labelledby="${id}-title"
  >
    ${ticks.map((tick) => tickLine(xOf(tick, chart), height, format(tick)))}
    ${lines.map((line, index) =>
      line.kind === 'group'
        ? html`<text class="group" x="0" y="${middleOf(index) + 4}">${line.group}</text>`
        : valueLine(line.row, middleOf(index), chart),
    )}
  </svg>`
  const table = {
    head: [groupName, 'policy', valueName, '95 % interval', 'of'],
    rows: rows.map(({ group, series, value, interval, note }) => [
      group,
      series,
      value === null ? '–' : format(value),
      interval === null ? '–' : `${format(interval.low)} to ${format(interval.high)}`,
      note,
    ]),
  }
  return figure({ id, title, caption, picture, table, isFolded: lines.length > 40 })
}

type Line =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'row'; readonly row: IntervalRow }

function toLines(rows: readonly IntervalRow[]): Line[] {
  return rows.flatMap((row, index): Line[] => {
    const line = { kind: 'row', row } as const
    return row.group === rows[index - 1]?.group
      ? [line]
      : [{ kind: 'group', group: row.group }, line]
  })
}

function middleOf(index: number): number {
  return TOP + (index + 0.5) * ROW
}

function xOf(value: number, { range }: IntervalChart): number {
  const share = (value - range.low) / (range.high - range.low)
  return round(LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - RIGHT))
}

function tickLine(x: number, height: number, label: string): Markup {
  return html`<line class="tick" x1="${x}" x2="${x}" y1="${TOP}" y2="${height}" />
    <text class="label" x="${x}" y="14" text-anchor="middle">${label}</text>`
}

function valueLine(row: IntervalRow, y: number, chart: IntervalChart): Markup {
  const { series, value, interval } = row
  const colour = `series-${chart.seriesNames.indexOf(series) % COLOUR_COUNT}`
  const text = value === null ? 'none' : chart.format(value)
  return html`<text class="label" x="14" y="${y + 4}">${series}</text>
    ${
      interval === null
        ? ''
        : html`<line
            class="reach ${colour}"
            x1="${xOf(interval.low, chart)}"
            x2="${xOf(interval.high, chart)}"
            y1="${y}"
            y2="${y}"
          />`
    }
    ${
      value === null
        ? ''
        : html`<circle class="dot ${colour}" cx="${xOf(value, chart)}" cy="${y}" r="5" />`
    }
    <text class="label" x="${WIDTH - RIGHT + 14}" y="${y + 4}">${text} (${row.note})</text>`
}

function round(value: number): number {
  return Math.round(10 * value) / 10
}
