/** The ways to talk to a query process, as a table. */

import { numberText, spreadText } from './number-text.ts'
import type { ReportTable } from './report-table.ts'
import { spreadOf } from './statistics.ts'
import { TRANSPORT_NAMES } from './transport.bench.ts'
import type { TransportName, TransportRun } from './transport.bench.ts'

const TRANSPORT_TEXTS: Readonly<Record<TransportName, string>> = {
  ours: 'lines over one pipe both ways, read blocking: what SQLEnv does',
  lines_blocking: 'lines over standard input and output, read blocking',
  lines: 'lines over standard input and output, read by the event loop',
  fork_json: '`fork`, its JSON channel, cells as a line',
  fork_advanced: '`fork`, `serialization: advanced`',
}

export function transportTables(runs: readonly TransportRun[]): ReportTable[] {
  return [...new Set(runs.map(({ ahead }) => ahead))].map((ahead) => ({
    title: `A query process asked for five rows, ${ahead === 1 ? 'one at a time' : `${ahead} ahead`}`,
    head: ['transport', 'replies/s', 'server CPU ms', 'query process CPU ms'],
    rows: TRANSPORT_NAMES.map((transport) => {
      const shown = runs.filter((run) => run.ahead === ahead && run.transport === transport)
      const middle = (read: (run: TransportRun) => number) =>
        numberText(spreadOf(shown.map(read)).median)
      return [
        TRANSPORT_TEXTS[transport],
        spreadText(spreadOf(shown.map(({ perSecond }) => perSecond))),
        middle(({ ownCpuMs }) => ownCpuMs),
        middle(({ peerCpuMs }) => peerCpuMs),
      ]
    }),
  }))
}
