/** Steps per second as tables: each server by itself, then ours beside the others. */

import { numberText, spreadText } from './number-text.ts'
import type { ReportTable } from './report-table.ts'
import { spreadOf } from './statistics.ts'
import type { Spread } from './statistics.ts'
import type { TargetName, ThroughputRound } from './throughput.bench.ts'

const TARGET_TEXTS: Readonly<Record<TargetName, string>> = {
  sqlenv: 'SQLEnv, every QUERY is new',
  sqlenv_again: 'SQLEnv, QUERYs come again',
  floor: 'floor: bare `ws` and SQLite in one process',
  openenv: 'OpenEnv’s Python server, echo environment',
}

export function throughputTables(rounds: readonly ThroughputRound[]): ReportTable[] {
  const sessionCounts = [...new Set(rounds.map(({ sessionCount }) => sessionCount))]
  return [
    ...sessionCounts.map((count) => serversTable(rounds, count)),
    ratiosTable(rounds, sessionCounts),
  ]
}

function serversTable(rounds: readonly ThroughputRound[], sessionCount: number): ReportTable {
  const shown = rounds.filter((round) => round.sessionCount === sessionCount)
  const targets = [...new Set(shown.map(({ target }) => target))]
  return {
    title: `Steps over WebSocket, ${sessionCount} ${sessionCount === 1 ? 'session' : 'sessions'}`,
    head: [
      'server',
      'steps/s',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'server CPU ms a step',
      'of which the main process',
      'others on the machine',
    ],
    rows: targets.map((target) => {
      const ofTarget = shown.filter((round) => round.target === target)
      const spread = (read: (round: ThroughputRound) => number) => spreadOf(ofTarget.map(read))
      const middle = (read: (round: ThroughputRound) => number) => numberText(spread(read).median)
      return [
        TARGET_TEXTS[target],
        spreadText(spread((round) => round.stepsPerSecond)),
        middle((round) => round.latencyMs.p50),
        middle((round) => round.latencyMs.p95),
        middle((round) => round.latencyMs.p99),
        spreadText(spread((round) => round.cpuMsPerStep)),
        middle((round) => round.mainCpuMsPerStep),
        `${(spread((round) => round.othersCpuShare).max * 100).toFixed(0)} %`,
      ]
    }),
  }
}

const OURS = [
  ['sqlenv', 'new'],
  ['sqlenv_again', 'come again'],
] as const

/** Ratios are taken within a round, where both ran within seconds, and then their median. */
function ratiosTable(
  rounds: readonly ThroughputRound[],
  sessionCounts: readonly number[],
): ReportTable {
  const texts = (sessionCount: number, ours: TargetName, other: TargetName) => {
    const ofSize = rounds.filter((round) => round.sessionCount === sessionCount)
    const speed = ratioSpread(ofSize, ours, other, (mine, theirs) => {
      return mine.stepsPerSecond / theirs.stepsPerSecond
    })
    const thrift = ratioSpread(ofSize, ours, other, (mine, theirs) => {
      return theirs.cpuMsPerStep / mine.cpuMsPerStep
    })
    return [speed, thrift].map((spread) => (spread === undefined ? 'none' : spreadText(spread)))
  }
  return {
    title: 'SQLEnv beside the others: more is better, 1 is as good',
    head: [
      'sessions',
      'QUERYs',
      'steps/s beside the floor',
      'steps per CPU second beside the floor',
      'steps/s beside OpenEnv’s echo',
      'steps per CPU second beside OpenEnv’s echo',
    ],
    rows: sessionCounts.flatMap((count) =>
      OURS.map(([ours, queries]) =>
        [numberText(count), queries].concat(
          texts(count, ours, 'floor'),
          texts(count, ours, 'openenv'),
        ),
      ),
    ),
  }
}

function ratioSpread(
  rounds: readonly ThroughputRound[],
  ours: TargetName,
  other: TargetName,
  ratio: (mine: ThroughputRound, theirs: ThroughputRound) => number,
): Spread | undefined {
  const ratios = rounds
    .filter(({ target }) => target === ours)
    .flatMap((mine) => {
      const theirs = rounds.find(({ target, round }) => target === other && round === mine.round)
      return theirs === undefined ? [] : [ratio(mine, theirs)]
    })
  return ratios.length === 0 ? undefined : spreadOf(ratios)
}
