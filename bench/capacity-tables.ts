/** Many sessions as tables: how long each exchange took, and what the server then holds. */

import type { CapacityRun, Exchange } from './capacity.bench.ts'
import { megabytesText, numberText } from './number-text.ts'
import type { ReportTable } from './report-table.ts'

const EXCHANGES = ['connect', 'reset', 'step'] as const

export function capacityTables(runs: readonly CapacityRun[]): ReportTable[] {
  return [
    {
      title: 'All sessions connect, then all reset at once, then all step at once',
      head: ['sessions', 'exchange', 'failed', 'p50 ms', 'p99 ms', 'all answered after ms'],
      rows: runs.flatMap((run) => EXCHANGES.map((name) => exchangeRow(run, name, run[name]))),
    },
    {
      title: 'Memory of the server’s processes (PSS), and `/health` while all step',
      head: [
        'sessions',
        'before',
        'connected',
        'after a step',
        'KB a session',
        '`/health` ms, worst',
      ],
      rows: runs.map((run) => [
        numberText(run.sessionCount),
        megabytesText(run.idleBytes),
        megabytesText(run.connectedBytes),
        megabytesText(run.steppedBytes),
        numberText((run.steppedBytes - run.idleBytes) / run.sessionCount / 1000),
        numberText(run.healthMsMax),
      ]),
    },
  ]
}

function exchangeRow({ sessionCount }: CapacityRun, name: string, exchange: Exchange): string[] {
  return [
    numberText(sessionCount),
    name,
    String(sessionCount - exchange.answered),
    numberText(exchange.latencyMs.p50),
    numberText(exchange.latencyMs.p99),
    numberText(exchange.totalMs),
  ]
}
