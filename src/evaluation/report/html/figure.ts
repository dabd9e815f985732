/** A chart with what it shows as a table, for those who do not see it or want the numbers. */

import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** HTML in which everything that was put in is escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

export type Table = {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export type Figure = {
  /** Of the page's ids, and the chart's address in it. */
  readonly id: string
  readonly title: string
  readonly caption: string
  readonly picture: Markup
  readonly table: Table
  /** Whether one has to open it to see it: for charts that are longer than a screen. */
  readonly isFolded: boolean
}

export function figure({ id, title, caption, picture, table, isFolded }: Figure): Markup {
  const body = html`<figure aria-labelledby="${id}-title">
    <div class="wide" tabindex="0" role="group" aria-label="${title}, chart">${picture}</div>
    <figcaption>${caption}</figcaption>
    <details>
      <summary>${title} as a table</summary>
      ${toTable(table, title)}
    </details>
  </figure>`
  return html`<section id="${id}">
    <h3 id="${id}-title">${title}</h3>
    ${
      isFolded
        ? html`<details class="long">
            <summary>Show the chart of ${table.rows.length} values</summary>
            ${body}
          </details>`
        : body
    }
  </section>`
}

export function toTable({ head, rows }: Table, name: string): Markup {
  return html`<div class="wide" tabindex="0" role="group" aria-label="${name}, table">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, column) =>
                column === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
