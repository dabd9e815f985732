/** How the server and its query processes talk. Nothing else knows by what means. */

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { QueryLimits, QueryOutcome } from '../../sql/query.ts'

export type QueryRequest = {
  readonly path: string
  readonly sql: string
  readonly limits: Pick<QueryLimits, 'rowsMax' | 'bytesMax'>
}

export type QueryReply =
  | { readonly kind: 'outcome'; readonly outcome: QueryOutcome }
  /** The file or our own code is at fault; `message` is for the log. */
  | { readonly kind: 'fault'; readonly message: string }

/** A query process as the server sees it. It has one request at a time. */
export type QueryProcess = {
  /** Undefined when the process could not even be started. */
  readonly pid: number | undefined
  send(request: QueryRequest): void
  kill(): void
}

export type QueryProcessEvents = {
  onReady(): void
  onReply(reply: QueryReply): void
  /** Called once, and last, however the process ended: `signal` is null when it exited by itself. */
  onExit(signal: NodeJS.Signals | null): void
}

const READY = 'ready'

/** Throws nothing: a process that the system refuses to start ends at once. */
export function startQueryProcess(events: QueryProcessEvents): QueryProcess {
  let child: ChildProcess
  try {
    child = forkChild()
  } catch {
    setImmediate(() => events.onExit(null))
    return { pid: undefined, send: () => {}, kill: () => {} }
  }
  child.on('message', (message) => {
    if (message === READY) events.onReady()
    // Anything else comes from `answerRequests`.
    else events.onReply(message as QueryReply)
  })
  child.once('exit', (_code, signal) => events.onExit(signal))
  // What cannot be sent to is about to exit; what was not started never will.
  child.on('error', () => {
    if (child.pid === undefined) events.onExit(null)
  })
  return {
    pid: child.pid,
    send: (request) => child.send(request),
    kill: () => child.kill('SIGKILL'),
  }
}

function forkChild(): ChildProcess {
  return fork(fileURLToPath(new URL('query-child.ts', import.meta.url)), [], {
    // Neither flags nor variables of ours: a query process needs none, and some are secret.
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=4', '--no-warnings'],
    env: {},
    // Keeps bigint, bytes and lone surrogates as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** In the query process: says that it is ready, then answers until the server is gone. */
export function answerRequests(answer: (request: QueryRequest) => QueryReply): void {
  process.on('disconnect', () => process.exit())
  process.on('message', (message) => {
    // Nothing but `startQueryProcess` sends anything.
    process.send?.(answer(message as QueryRequest))
  })
  process.send?.(READY)
}
