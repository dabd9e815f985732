/** Counts next to each other, a panel for each policy, all with the same columns. */

import { html } from 'hono/html'

import type { Distribution } from '../distributions.ts'
import { COLOUR_COUNT } from './colours.ts'
import { figure } from './figure.ts'
import type { Markup } from './figure.ts'

export type ColumnChart = {
  readonly id: string
  readonly title: string
  readonly caption: string
  /** What the columns are: `reward`, or `steps`. */
  readonly columnName: string
  readonly distribution: Distribution
}

const WIDTH = 760
const LEFT = 120
const RIGHT = 10
const PANEL = 64
const GAP = 14
const BOTTOM = 26
/** Columns that can have their label under them without touching. */
const LABELS_MAX = 9

export function columnChart(chart: ColumnChart): Markup {
  const { id, title, caption, columnName } = chart
  const { labels, counts } = chart.distribution
  const panels = [...counts]
  const height = panels.length * (PANEL + GAP) + BOTTOM
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, labels.length)
  const every = Math.ceil(labels.length / LABELS_MAX)
  const picture = html`<svg
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-labelledby="${id}-title"
  >
    ${panels.map(([policy, ofPolicy], index) => panel(policy, ofPolicy, index, step))}
    ${labels.map((label, column) =>
      column % every === 0
        ? html`<text
            class="label"
            x="${round(LEFT + (column + 0.5) * step)}"
            y="${height - 8}"
            text-anchor="middle"
          >
            ${label}
          </text>`
        : '',
    )}
  </svg>`
  const table = {
    head: [columnName, ...panels.map(([policy]) => policy)],
    rows: labels.map((label, column) =>
      [label].concat(panels.map(([, ofPolicy]) => String(ofPolicy[column] ?? 0))),
    ),
  }
  return figure({ id, title, caption, picture, table, isFolded: false })
}

function panel(policy: string, counts: readonly number[], index: number, step: number): Markup {
  const floor = (index + 1) * (PANEL + GAP)
  const most = Math.max(1, ...counts)
  return html`<text class="label" x="0" y="${floor - PANEL / 2}">${policy}</text>
    <text class="label" x="${LEFT - 8}" y="${floor - PANEL + 10}" text-anchor="end">${most}</text>
    <line class="tick" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${floor}" y2="${floor}" />
    ${counts.map((count, column) => {
      const height = round((PANEL * count) / most)
      return html`<rect
        class="column series-${index % COLOUR_COUNT}"
        x="${round(LEFT + column * step + 1)}"
        y="${round(floor - height)}"
        width="${round(Math.max(1, step - 2))}"
        height="${height}"
      />`
    })}`
}

function round(value: number): number {
  return Math.round(10 * value) / 10
}
