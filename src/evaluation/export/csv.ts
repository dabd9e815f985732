/** A table with a row for each step: RFC 4180, for programs and for spreadsheets. */

import type { Rollout, Turn } from './rollout.ts'
import { factsOf } from './rollout.ts'
import type { RowWriter } from './row-writer.ts'

const LINE_END = '\r\n'

/** What makes a spreadsheet run a cell, even a quoted one; and the mark itself. */
const STARTS_MARKED = /^[=+\-@\t\r\n＝＋－＠']/u

type Cell = string | number | boolean | null

export function csvWriter(): RowWriter {
  let episode = 0
  let rowCount = 0
  return {
    add(rollout) {
      episode += 1
      const rows = rollout.turns.map((turn, index) => rowOf(rollout, turn, episode, index + 1))
      rowCount += rows.length
      const header = episode === 1 && rows[0] !== undefined ? [toLine(Object.keys(rows[0]))] : []
      return [...header, ...rows.map((row) => toLine(Object.values(row)))].join('')
    },
    end: () => ({ text: '', rowCount, remarks: [] }),
  }
}

function rowOf(rollout: Rollout, { name, argument, reply }: Turn, episode: number, step: number) {
  const { observation, reward, done, metadata } = reply
  const { outcome, reward_total, ...facts } = factsOf(rollout)
  return {
    episode,
    ...facts,
    question: toText(observation.question),
    outcome,
    reward_total,
    step,
    action_type: name.toUpperCase(),
    argument: toText(argument),
    result: toText(observation.result),
    error: toText(observation.error),
    query_code: metadata.query?.code ?? null,
    query_rows: metadata.query?.rows ?? null,
    reward,
    reward_terms: JSON.stringify(metadata.reward_terms),
    done,
    budget_remaining: observation.budget_remaining,
  } satisfies Record<string, Cell>
}

/** With a `'` in front where a spreadsheet would run it: whoever reads such a column takes one off. */
function toText(text: string): string {
  return STARTS_MARKED.test(text) ? `'${text}` : text
}

function toLine(cells: readonly Cell[]): string {
  return cells.map(toCell).join(',') + LINE_END
}

function toCell(cell: Cell): string {
  const text = String(cell ?? '').toWellFormed()
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
