/** The start and the idle server as a table. */

import { numberText, spreadText } from './number-text.ts'
import type { ReportTable } from './report-table.ts'
import type { StartUpRun } from './start-up.bench.ts'
import { spreadOf } from './statistics.ts'

export function startUpTables(runs: readonly StartUpRun[]): ReportTable[] {
  const row = (what: string, read: (run: StartUpRun) => number) => [
    what,
    spreadText(spreadOf(runs.map(read))),
  ]
  return [
    {
      title: `A server started ${numberText(runs.length)} times, then left alone`,
      head: ['what', 'median (least–most)'],
      rows: [
        row('from its start to the first reply of `/health`, ms', (run) => run.healthyMs),
        row('memory of all its processes (PSS), MB', (run) => run.idleBytes / 1e6),
        row('resident memory of the server process, MB', (run) => run.residentBytes / 1e6),
        row('processes', (run) => run.processCount),
      ],
    },
  ]
}
