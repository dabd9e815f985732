/** What the handlers need of the runtime they stand in. */

import type { UpgradeWebSocket } from 'hono/ws'

import type { Environment } from '../episode/environment.ts'
import type { QuestionBank } from '../questions/bank.ts'

/** A loaded data set, as `/metadata` shows it. */
export type DatasetFacts = {
  readonly name: string
  readonly title: string
  readonly license: string
  readonly attribution: string
  readonly homepage: string
  /** SHA-256 over the questions and databases, in hex. */
  readonly checksum: string
}

export type About = {
  readonly version: string
  /** The text of README.md, or null where it is not at hand. */
  readonly readme: string | null
  readonly datasets: readonly DatasetFacts[]
  /** Of the engine that runs the queries. */
  readonly sqliteVersion: string
}

export type AppLimits = {
  /** Sockets at one time. */
  readonly sessionsMax: number
  /** HTTP episodes kept at one time; beyond it the one that was idle longest goes. */
  readonly httpEpisodesMax: number
}

export type AppPorts = {
  readonly about: About
  readonly bank: QuestionBank
  /** A fresh environment for each session. */
  readonly createEnvironment: () => Environment
  readonly limits: AppLimits
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number
  /** Absent where there are no sockets: a test that calls handlers directly. */
  readonly upgradeWebSocket?: UpgradeWebSocket
  /** Told of every failure that is ours, whole. */
  readonly logError: (error: unknown, what: string) => void
}
