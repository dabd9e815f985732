/** Steps beside endless queries as tables, and what becomes of an endless query. */

import type { NeighbourLoad } from './bench-plan.ts'
import { HOSTILE_COUNTS } from './neighbours.bench.ts'
import type { NeighbourResult, NeighbourRound } from './neighbours.bench.ts'
import { numberText, spreadText } from './number-text.ts'
import type { ReportTable } from './report-table.ts'
import { spreadOf } from './statistics.ts'

export function neighbourTables({
  rounds,
  deadlines,
  queryTimeoutMs,
  queryProcesses,
}: NeighbourResult): ReportTable[] {
  const deadlineRow = (what: string, values: readonly number[]) => [
    what,
    spreadText(spreadOf(values)),
  ]
  return [
    ...loadsOf(rounds).map((load) => loadTable(load, rounds, queryProcesses)),
    {
      title: `An endless query past its deadline of ${numberText(queryTimeoutMs)} ms`,
      head: ['what', 'ms after the deadline'],
      rows: [
        deadlineRow(
          'its process is gone',
          deadlines.map(({ goneMs }) => goneMs),
        ),
        deadlineRow(
          'its session is told',
          deadlines.map(({ replyMs }) => replyMs),
        ),
        deadlineRow(
          'the server’s processes are idle',
          deadlines.map(({ idleMs }) => idleMs),
        ),
      ],
    },
  ]
}

/** Each pace once. */
function loadsOf(rounds: readonly NeighbourRound[]): NeighbourLoad[] {
  return [...new Map(rounds.map(({ load }) => [load.pauseMs, load])).values()]
}

function loadTable(
  load: NeighbourLoad,
  all: readonly NeighbourRound[],
  queryProcesses: number,
): ReportTable {
  const rounds = all.filter((round) => round.load.pauseMs === load.pauseMs)
  const quiet = rounds.filter(({ hostileCount }) => hostileCount === 0)
  const pace =
    load.pauseMs === 0 ? 'without pause' : `a pause of 0 to ${2 * load.pauseMs} ms between steps`
  return {
    title: `Steps of ${load.sessionCount} other sessions, ${pace}, ${queryProcesses} query processes`,
    head: [
      'sessions with endless queries',
      'steps/s',
      'p50 ms',
      'p99 ms',
      'p99 beside none',
      'killed',
      'others on the machine',
    ],
    rows: HOSTILE_COUNTS.map((count) => {
      const shown = rounds.filter(({ hostileCount }) => hostileCount === count)
      const ratios = shown.map(({ round, latencyMs }) => {
        const before = quiet.find((candidate) => candidate.round === round)
        return latencyMs.p99 / (before?.latencyMs.p99 ?? Number.NaN)
      })
      const spread = (read: (round: NeighbourRound) => number) =>
        spreadText(spreadOf(shown.map(read)))
      return [
        String(count),
        spread((round) => round.stepsPerSecond),
        spread((round) => round.latencyMs.p50),
        spread((round) => round.latencyMs.p99),
        spreadText(spreadOf(ratios)),
        String(shown.reduce((sum, { killedCount }) => sum + killedCount, 0)),
        `${(spreadOf(shown.map((round) => round.othersCpuShare)).max * 100).toFixed(0)} %`,
      ]
    }),
  }
}
