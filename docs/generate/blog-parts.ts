/** The parts of docs/blog-post.md that are taken from recordings and from other documents. */

import { markdownTable } from '../../src/datasets/import-markdown.ts'
import { cell, rowWith, tableBelow } from './table.ts'
import type { Row } from './table.ts'
import { toTranscript } from './transcript.ts'

/** @param read - gives the text of a file of `docs` */
export function blogParts(read: (file: string) => string): Readonly<Record<string, string>> {
  const [guess = '', look = ''] = read('episodes/overnight-stays.jsonl').trim().split('\n')
  const probes = 'begin generated: npm run probes'
  return {
    'a guess': toTranscript(guess),
    'a look': toTranscript(look),
    reward: columnsOf(tableBelow(read('reward.md'), '## Terms', ['term', 'value']), [
      'term',
      'value',
      'when',
    ]),
    limits: columnsOf(tableBelow(read('reward-probes.md'), probes, ['limit', 'at most']), [
      'limit',
      'at most',
      'reached',
      'by',
    ]),
    policies: policiesTable(read('evaluation.md')),
    'error rates': columnsOf(tableBelow(read('verification.md'), '### Rates', ['grading']), [
      'grading',
      'error',
      'is',
      'tried',
      'errors',
      'rate',
      '95 % interval',
    ]),
    speed: speedTable(read('benchmarks.md')),
  }
}

const POLICIES = ['oracle', 'heuristic', 'random', 'constant', 'row_count', 'first_cell']

function policiesTable(evaluationDocument: string): string {
  const table = tableBelow(evaluationDocument, 'begin generated: npm run eval', ['split', 'policy'])
  const rows = table.filter((row) => cell(row, 'split') === 'test')
  return columnsOf(
    POLICIES.map((name) => rowWith(rows, 'policy', name)),
    ['policy', 'episodes', 'success', '95 %', 'mean reward', 'mean steps'],
  )
}

const SESSIONS = ['1 session', '64 sessions', '512 sessions']

/** Steps per second of each server, one column for each number of sessions. */
function speedTable(benchmarksDocument: string): string {
  const tables = SESSIONS.map((sessions) =>
    tableBelow(benchmarksDocument, `Steps over WebSocket, ${sessions}:`, ['server', 'steps/s']),
  )
  const servers = (tables[0] ?? []).map((row) => cell(row, 'server'))
  return markdownTable(
    ['steps per second', ...SESSIONS],
    servers.map((server) =>
      [server].concat(tables.map((rows) => cell(rowWith(rows, 'server', server), 'steps/s'))),
    ),
  )
}

function columnsOf(rows: readonly Row[], columns: readonly string[]): string {
  return markdownTable(
    columns,
    rows.map((row) => columns.map((column) => cell(row, column))),
  )
}
