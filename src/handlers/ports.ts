/** What the handlers need of the runtime they stand in. */

import type { UpgradeWebSocket, WSContext } from 'hono/ws'

import type { Environment, EnvironmentPorts } from '../episode/environment.ts'
import type { QuestionBank } from '../questions/bank.ts'
import type { Monitor } from './monitor.ts'

/** A loaded data set, as `/metadata` shows it. */
export type DatasetFacts = {
  readonly name: string
  readonly title: string
  readonly license: string
  readonly attribution: string
  readonly homepage: string
  /** What it was made from, and what was changed. */
  readonly source: string
  /** SHA-256 over the questions and databases, in hex. */
  readonly checksum: string
}

type About = {
  readonly version: string
  /** The text of README.md, or null where it is not at hand. */
  readonly readme: string | null
  readonly datasets: readonly DatasetFacts[]
  /** The runtime that serves. */
  readonly adapter: 'node' | 'edge'
  /** How the SQLite is built that runs the queries. */
  readonly sqliteEngine: 'native' | 'wasm'
  readonly sqliteVersion: string
}

type AppLimits = {
  /** Sockets at one time. */
  readonly sessionsMax: number
  /** HTTP episodes kept at one time; beyond it the one that was idle longest goes. */
  readonly httpEpisodesMax: number
  /** A socket without a reset or step for so long is closed; 0 never. */
  readonly sessionIdleMs: number
}

/** A file of the page, ready to be sent. */
export type PageFile = {
  readonly contentType: string
  /** Its bytes by content coding. */
  readonly bodies: {
    readonly identity: Uint8Array<ArrayBuffer>
    readonly br?: Uint8Array<ArrayBuffer>
    readonly gzip?: Uint8Array<ArrayBuffer>
  }
  /** With its quotes; the same for all codings, so a weak one. */
  readonly etag: string
  /** Its name tells its content. */
  readonly isImmutable: boolean
}

/** By path below `/web/`: `index.html`, `assets/index-1a2b3c.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** In production agents come over MCP: the HTTP routes that control an episode are absent. */
export const SERVER_MODES = ['simulation', 'production'] as const
type ServerMode = (typeof SERVER_MODES)[number]

/**
 * Whose environment it is. All but `request`, which lives for one request, go on where the runtime
 * brings a session back: they then have an episode from the beginning.
 */
export type EnvironmentRole =
  | 'session'
  /** What MCP calls of a socket reach: beside the socket's own. */
  | 'tools'
  /** The one that visitors of the page share. */
  | 'web'
  | 'request'

export type Notes = {
  read(name: string): string | undefined
  /** @throws when it cannot be kept */
  write(name: string, text: string): void
}

export type AppPorts = {
  readonly about: About
  readonly mode: ServerMode
  /** Whether `/web` is served. */
  readonly hasWebInterface: boolean
  /** Whether running episodes may be watched under `/web/spectate`. */
  readonly isSpectated: boolean
  /** Absent where the page was not built: a plain one stands in its place. */
  readonly pageFiles?: PageFiles | undefined
  /** What a validator shows to read a session's telemetry; absent where nobody may. */
  readonly validationToken: string | undefined
  readonly bank: QuestionBank
  /** @param sessionId - null where it has no session of its own */
  readonly createEnvironment: (role: EnvironmentRole, sessionId: string | null) => Environment
  /** An id that nobody can guess, for a session that begins. */
  readonly newSessionId: () => string
  /** Keeps texts for handlers whose runtime forgets what rests; absent where it never does. */
  readonly notes?: Notes
  /** What its episodes allow, for people to read. */
  readonly rules: Pick<EnvironmentPorts, 'limits' | 'stepBudget'>
  readonly limits: AppLimits
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number
  /** Calls back when what waits on the event loop by then has had its turn. */
  readonly later: (work: () => void) => void
  /** Absent where there are no sockets: a test that calls handlers directly. */
  readonly upgradeWebSocket?: UpgradeWebSocket
  /** Absent where the runtime bounds by itself what a socket may leave unread. */
  readonly socketFlow?: SocketFlow
  /** Is told of what keeps a socket from being idle, where the runtime watches it by itself. */
  readonly socketUsed?: (socket: WSContext) => void
  readonly monitor: Monitor
}

/**
 * The type of the event with which a socket opens that the runtime has kept while it forgot the rest:
 * its client knows of nothing, and is told nothing.
 */
export const BROUGHT_BACK = 'broughtback'

/** Holds back a client that sends more than it reads. */
export type SocketFlow = {
  /** @returns a promise where the client reads too slowly: it resolves when the text has left */
  send(socket: WSContext, text: string): Promise<void> | undefined
  /** Stops reading from the socket, so that the client's frames wait on its side. */
  pause(socket: WSContext): void
  resume(socket: WSContext): void
}
