/** `report.html`: one file with everything in it, to be opened from a disk or sent by mail. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { html, raw } from 'hono/html'

import type { Evaluation } from '../report-json.ts'
import { GROUPINGS } from '../scores.ts'
import { browseEpisodes } from './browse-episodes.ts'
import type { BrowsedEpisode } from './browsed-episode.ts'
import { toTable } from './figure.ts'
import type { Markup, Table } from './figure.ts'
import * as charts from './report-charts.ts'

const STYLE = readFileSync(new URL('report-style.css', import.meta.url), 'utf8')
const SCRIPT = `(${browseEpisodes.toString()})()`

/** Nothing is loaded and nothing sent, whatever a model has written into an episode. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
].join('; ')

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

export type ReportPage = {
  readonly evaluation: Evaluation
  /** What was played, on which data and how. */
  readonly facts: Table
  readonly policies: Table
  /** What asking models took; null where none was asked. */
  readonly usage: Table | null
  /** Null where there was nothing to compare with. */
  readonly comparison: Table | null
  readonly browsed: readonly BrowsedEpisode[]
}

/** @returns the text of `report.html`, which loads nothing from elsewhere */
export async function toReportPage(page: ReportPage): Promise<string> {
  const { evaluation, facts, policies, usage, browsed } = page
  const title = `Evaluation on ${evaluation.dataset}`
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${
            evaluation.isComplete
              ? ''
              : html`<p class="notice">
                  This run was broken off: only what was played is counted.
                </p>`
          }
          <div class="facts">${toTable(facts, 'The run')}</div>
          <h2>Policies</h2>
          ${toTable(policies, 'Policies')}
          <p class="muted">
            Intervals are at 95 %: Wilson’s of rates, Student’s of means. Crashed episodes are
            counted and never scored.
          </p>
          ${usage === null ? '' : toTable(usage, 'Usage')} ${charts.successChart(evaluation)}
          ${comparisonPart(page)}
          <h2>Where it succeeds</h2>
          ${GROUPINGS.map((grouping) => charts.groupChart(evaluation, grouping))}
          ${charts.stepsChart(evaluation)}
          <h2>What it earns, and how it fails</h2>
          ${charts.rewardChart(evaluation)} ${charts.stepCountChart(evaluation)}
          ${charts.failureChart(evaluation)} ${faultsPart(evaluation)}
          <h2 id="episodes">Episodes</h2>
          ${episodesPart(evaluation, browsed)}
        </main>
        ${raw(`<script type="application/json" id="episode-data">${toScriptJson(browsed)}</script>`)}
        ${raw(`<script>${SCRIPT}</script>`)}
      </body>
    </html>`
  return `${await markup}\n`
}

function comparisonPart({ evaluation, comparison }: ReportPage): Markup | string {
  if (comparison === null || evaluation.comparison === null) return ''
  const { other, caution } = evaluation.comparison
  return html`<h2>Compared with ${other}</h2>
    ${caution === null ? '' : html`<p class="notice">${caution}</p>`}
    ${toTable(comparison, 'Comparison')} ${charts.comparisonChart(evaluation)}`
}

function faultsPart({ faults }: Evaluation): Markup | string {
  if (faults.length === 0) return ''
  const rows = faults.map(({ policy, question, fault }) => [
    policy,
    question?.question_id ?? '',
    fault?.code ?? '',
    fault?.message ?? '',
  ])
  return html`<h3>Faults</h3>
    <p class="muted">The first of each kind of each policy.</p>
    ${toTable({ head: ['policy', 'question', 'code', 'what was said'], rows }, 'Faults')}`
}

function episodesPart({ episodes }: Evaluation, browsed: readonly BrowsedEpisode[]): Markup {
  const playedCount = [...episodes.values()].reduce((sum, { length }) => sum + length, 0)
  return html`<p class="muted">
      ${browsed.length} of ${playedCount} episodes, the first of each policy in the order of
      drawing.
      <code>trajectories.jsonl</code> has all.
    </p>
    <noscript><p>Browsing episodes needs JavaScript.</p></noscript>
    <div class="filters">
      ${select(
        'policy',
        'Policy',
        browsed.map(({ policy }) => policy),
      )}
      ${select(
        'end',
        'Outcome',
        browsed.map(({ end }) => end),
      )}
      ${select(
        'database',
        'Database',
        browsed.map(({ databaseId }) => databaseId),
      )}
      <label>Text <input id="episode-search" type="search" /></label>
      <output id="episode-count"></output>
    </div>
    <div class="browser">
      <ul id="episode-list" aria-label="Episodes"></ul>
      <article id="episode-view" aria-label="Episode"></article>
    </div>`
}

function select(id: string, label: string, values: readonly string[]): Markup {
  const options = [...new Set(values)].toSorted()
  return html`<label
    >${label}
    <select id="episode-${id}">
      <option value="">all</option>
      ${options.map((value) => html`<option>${value}</option>`)}
    </select></label
  >`
}

/** JSON that ends no script, whatever texts it holds. */
function toScriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
}
