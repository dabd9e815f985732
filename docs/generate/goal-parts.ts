/** What was to be reached and what was, from the tables that say so. */

import { markdownTable } from '../../src/datasets/import-markdown.ts'
import { cell, numberIn, rowWith, tableBelow } from './table.ts'
import type { Row } from './table.ts'

type Goal = {
  readonly what: string
  readonly bound: readonly ['≥' | '≤', number]
  readonly unit: string
  readonly row: Row
  readonly column: string
  /** Whose table it is. */
  readonly command: string
}

/** @param read - gives the text of a file of `docs` */
export function goalParts(read: (file: string) => string): Readonly<Record<string, string>> {
  const benchmarks = read('benchmarks.md')
  const goals = [
    ...throughputGoals(benchmarks),
    ...otherGoals(benchmarks),
    ...imageGoals(read('container.md')),
    ...graderGoals(read('verification.md')),
  ]
  const rows = goals.map((goal) => {
    const [sign, limit] = goal.bound
    const value = numberIn(goal.row, goal.column)
    const isReached = sign === '≥' ? value >= limit : value <= limit
    const reached = cell(goal.row, goal.column)
    return [
      goal.what,
      `${sign} ${limit.toLocaleString('en')}${goal.unit}`,
      /[%B×]$/.test(reached) ? reached : `${reached}${goal.unit}`,
      isReached ? 'reached' : '**missed**',
      `\`npm run ${goal.command}\``,
    ]
  })
  const table = markdownTable(['what', 'goal', 'measured', '', 'printed by'], rows)
  return { goals: `${table}\n\n${floorText(benchmarks)}` }
}

/** How far from the goal what does the least that a server can do is. */
function floorText(benchmarks: string): string {
  const rows = tableBelow(benchmarks, 'Steps over WebSocket, 64 sessions:', ['server', 'steps/s'])
  const stepsOf = (begin: string) => {
    const row = rows.find((candidate) => cell(candidate, 'server').startsWith(begin))
    if (row === undefined) throw new Error(`docs/benchmarks.md has no server ${begin}`)
    return numberIn(row, 'steps/s')
  }
  const times = stepsOf('floor') / stepsOf('OpenEnv')
  return `The floor itself makes ${times.toFixed(2)} times the steps of OpenEnv’s echo, 64 sessions.`
}

function throughputGoals(benchmarks: string): Goal[] {
  const beside = tableBelow(benchmarks, 'SQLEnv beside the others', ['sessions', 'QUERYs'])
  const of64 = beside.filter((row) => cell(row, 'sessions') === '64')
  const besides = [
    ['steps/s beside the floor', 0.7],
    ['steps/s beside OpenEnv’s echo', 4],
    ['steps per CPU second beside OpenEnv’s echo', 4],
  ] as const
  return besides.flatMap(([column, least]) =>
    (['new', 'come again'] as const).map((queries): Goal => ({
      what: `${column}, 64 sessions, QUERYs ${queries === 'new' ? 'that are new' : 'that come again'}`,
      bound: ['≥', least],
      unit: ' ×',
      row: rowWith(of64, 'QUERYs', queries),
      column,
      command: 'bench -- --only throughput',
    })),
  )
}

function otherGoals(benchmarks: string): Goal[] {
  const answered = tableBelow(benchmarks, 'All sessions connect, then', ['sessions', 'exchange'])
  const memory = tableBelow(benchmarks, 'Memory of the server’s', ['sessions', 'before'])
  const neighbours = (load: string) =>
    rowWith(
      tableBelow(benchmarks, `Steps of 64 other sessions, ${load}`, [
        'sessions with endless queries',
      ]),
      'sessions with endless queries',
      '2',
    )
  const ending = tableBelow(benchmarks, 'An endless query past its', ['what'])
  const start = tableBelow(benchmarks, 'A server started 9 times', ['what'])
  const most = '16,384'
  const exchanges = answered.filter((row) => cell(row, 'sessions') === most)
  const p99 = 'p99 beside none'
  const late = 'ms after the deadline'
  const median = 'median (least–most)'
  const capacity = 'bench -- --only capacity'
  const hostile = 'bench -- --only neighbours'
  const starting = 'bench -- --only start'
  const bound = (limit: number) => ['≤', limit] as const
  return [
    ...(['reset', 'step'] as const).map((exchange) => ({
      what: `${most} sessions at once, failures of ${exchange}`,
      bound: bound(0),
      unit: '',
      row: rowWith(exchanges, 'exchange', exchange),
      column: 'failed',
      command: capacity,
    })),
    {
      what: 'memory of their server (PSS of its processes)',
      // 1.5 GiB.
      bound: bound(1610),
      unit: ' MB',
      row: rowWith(memory, 'sessions', most),
      column: 'after a step',
      command: capacity,
    },
    ...(['a pause', 'without pause'] as const).map((load) => ({
      what: `p99 of a step beside two endless queries, ${load === 'a pause' ? 'with pauses' : load}`,
      bound: bound(3),
      unit: ' ×',
      row: neighbours(load),
      column: p99,
      command: hostile,
    })),
    ...(['its process is gone', 'the server’s processes are idle'] as const).map((what) => ({
      what: `a query past its deadline: until ${what}`,
      bound: bound(100),
      unit: ' ms',
      row: rowWith(ending, 'what', what),
      column: late,
      command: hostile,
    })),
    {
      what: 'start to `/health`',
      bound: bound(1500),
      unit: ' ms',
      row: rowWith(start, 'what', 'from its start to the first reply of /health, ms'),
      column: median,
      command: starting,
    },
    {
      what: 'memory when idle (PSS of its processes)',
      bound: bound(150),
      unit: ' MB',
      row: rowWith(start, 'what', 'memory of all its processes (PSS), MB'),
      column: median,
      command: starting,
    },
  ]
}

function imageGoals(container: string): Goal[] {
  const sizes = tableBelow(container, '## Sizes', ['what'])
  const rows = [
    // 60 MB and 150 MB.
    ['what we add to the base', 57.2],
    ['layers, gzipped', 143],
  ] as const
  return rows.map(([what, most]) => ({
    what: `image with Spider: ${what}`,
    bound: ['≤', most],
    unit: ' MiB',
    row: rowWith(sizes, 'what', what),
    column: 'with Spider, base with Node',
    command: 'test:image',
  }))
}

function graderGoals(verification: string): Goal[] {
  const rates = tableBelow(verification, '### Rates by data set', ['decided wrongly'])
  const rows = [
    ['gold, refused by strict', 0],
    ['changed gold, accepted by strict', 0.5],
  ] as const
  return rows.map(([what, most]) => {
    const row = rates.find(
      (rate) => cell(rate, 'decided wrongly') === what && cell(rate, 'data set') === 'all',
    )
    if (row === undefined) throw new Error(`docs/verification.md has no rate of ${what}`)
    return {
      what: `answers: ${what} grading`,
      bound: ['≤', most],
      unit: ' %',
      row,
      column: 'rate',
      command: 'verify:report',
    }
  })
}
