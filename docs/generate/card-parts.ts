/** The parts of docs/environment-card.md that hold numbers, taken from where they are measured. */

import { markdownTable } from '../../src/datasets/import-markdown.ts'
import { cell, numberIn, tableBelow } from './table.ts'
import type { Row } from './table.ts'

/** The data sets whose audit stands in docs/data.md. */
const DATASETS = ['builtin', 'spider']
const SPLITS = ['train', 'validation', 'test']

/** @param read - gives the text of a file of `docs`, or above it by `../` */
export function cardParts(read: (file: string) => string): Readonly<Record<string, string>> {
  const data = read('data.md')
  return {
    versions: versionsTable(read),
    data: markdownTable(
      ['data set', 'databases', 'questions', 'drawn', ...SPLITS],
      DATASETS.map((name) => [name, ...countsOf(data, name), ...SPLITS.map(drawnOf(data, name))]),
    ),
    dropped: droppedTable(data),
    grader: ratesTable(read('verification.md')),
  }
}

type Manifest = {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

function versionsTable(read: (file: string) => string): string {
  const manifest = JSON.parse(read('../package.json')) as Manifest
  const [recorded = ''] = read('episodes/overnight-stays.jsonl').split('\n')
  const { environment } = JSON.parse(recorded) as { environment: { sqlite_version: string } }
  return markdownTable(
    ['part', 'version'],
    [
      ['environment', manifest.version],
      ['Node.js', manifest.devDependencies['node'] ?? ''],
      ['SQLite', environment.sqlite_version],
      ['better-sqlite3', manifest.dependencies['better-sqlite3'] ?? ''],
      ['OpenEnv, as tested', pinned(read('../test/openenv/requirements.txt'), 'openenv')],
      ['OpenEnv, older', pinned(read('../test/openenv/requirements-gen1.txt'), 'openenv-core')],
    ],
  )
}

function pinned(requirements: string, name: string): string {
  const found = requirements.split('\n').find((line) => line.startsWith(`${name}==`))
  if (found === undefined) throw new Error(`The requirements pin no ${name}`)
  return found.slice(name.length + 2).split(/[ ;\\]/)[0] ?? ''
}

function countsOf(data: string, dataset: string): string[] {
  const line = data.slice(data.indexOf(`begin generated: audit ${dataset} -->`))
  const counts = /(\d+) questions over (\d+) databases; (\d+) of them are drawn/.exec(line)
  if (counts === null) throw new Error(`docs/data.md has no counts of ${dataset}`)
  const [, questions = '', databases = '', drawn = ''] = counts
  return [databases, questions, drawn]
}

function drawnOf(data: string, dataset: string): (split: string) => string {
  const rows = tableBelow(data, `begin generated: audit ${dataset} -->`, ['split', 'drawn'])
  return (split) => {
    const row = rows.find((candidate) => cell(candidate, 'split') === split)
    if (row === undefined) throw new Error(`docs/data.md has no split ${split} of ${dataset}`)
    return cell(row, 'drawn')
  }
}

/** Why questions are never drawn, and what else the audit counts, where it counts anything. */
function droppedTable(data: string): string {
  const audits = DATASETS.map((name) =>
    tableBelow(data, `begin generated: audit ${name} -->`, ['item', 'questions']),
  )
  const items = (audits[0] ?? []).map((row) => cell(row, 'item'))
  const countIn = (item: string, audit: readonly Row[]): number => {
    const row = audit.find((candidate) => cell(candidate, 'item') === item)
    return row === undefined ? 0 : numberIn(row, 'questions')
  }
  const rows = items.map((item) => ({ item, counts: audits.map((audit) => countIn(item, audit)) }))
  const counted = rows.filter(({ counts }) => counts.some((count) => count !== 0))
  return markdownTable(
    ['item', ...DATASETS],
    counted.map(({ item, counts }) => [`\`${item}\``].concat(counts.map(String))),
  )
}

function ratesTable(verification: string): string {
  const columns = ['grading', 'error', 'tried', 'errors', 'rate', '95 % interval']
  const rows = tableBelow(verification, '### Rates', ['grading'])
  return markdownTable(
    columns,
    rows.map((row) => columns.map((column) => cell(row, column))),
  )
}
