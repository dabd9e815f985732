import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import type { CellValue, Row } from '../sql/cell.ts'
import { numberFromJson } from '../sql/cell.ts'
import type { Gold, Grading } from './grade-answer.ts'
import { gradeAnswer } from './grade-answer.ts'

const document = readFileSync(new URL('../../docs/verification.md', import.meta.url), 'utf8')

type Example = {
  readonly gold: string
  readonly answer: string
  readonly grading: Grading
  readonly verdict: string
}

/** The rows of every table that begins with the columns "gold" and "answer". */
function examples(): Example[] {
  const tables = document.split(/\n{2,}/).filter((block) => /^\| gold +\| answer /.test(block))
  return tables.flatMap((table) => {
    const [head = [], , ...rows] = table.split('\n').map(cellsOf)
    return rows.flatMap(([gold = '', answer = '', ...verdicts]) =>
      verdicts.map((verdict, index) => ({
        gold,
        answer,
        grading: head[index + 2] as Grading,
        verdict,
      })),
    )
  })
}

/** The cells of a line, without code marks; a `|` inside a cell is written `\|`. */
function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) =>
      cell
        .trim()
        .replace(/^(`+)(.*)\1$/, '$2')
        .trim()
        .replaceAll('\\|', '|'),
    )
}

function toGold(text: string): Gold {
  const rowOrderMatters = text.startsWith('ordered ')
  const columns = Object.entries(parseColumns(text.replace('ordered ', '')))
  const [[, first] = ['', []]] = columns
  const rows = first.map((_, index): Row => columns.map(([, cells]) => cells[index] ?? null))
  return { columns: columns.map(([name]) => name), rows, rowOrderMatters }
}

function parseColumns(json: string): Record<string, readonly CellValue[]> {
  const revive = (_key: string, value: unknown, { source = '' }: { readonly source?: string }) =>
    typeof value === 'number' ? numberFromJson(source) : value
  // TypeScript's library does not know the third argument yet.
  return JSON.parse(json, revive as (key: string, value: unknown) => unknown) as Record<
    string,
    readonly CellValue[]
  >
}

describe('docs/verification.md', () => {
  it('has examples', () => {
    expect(examples().length).toBeGreaterThan(70)
  })

  it.each(examples())('$gold, answered $answer, is $verdict ($grading)', (example) => {
    const answer = JSON.parse(example.answer) as string
    const { isCorrect } = gradeAnswer(answer, toGold(example.gold), example.grading)
    expect(isCorrect ? 'right' : 'wrong').toBe(example.verdict)
  })
})
