/**
 * How the server and its query processes talk: lines over one pipe, both ways. Why not otherwise, and
 * what was measured, is in docs/decisions/0012-query-transport.md.
 */

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readSync, writeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

import { createLineReader } from './line-reader.ts'
import { replyFromLine, replyToLine, requestFromLine, requestToLine } from './query-messages.ts'
import type { QueryReply, QueryRequest } from './query-messages.ts'

/** A query process as the server sees it. It answers its requests in order. */
export type QueryProcess = {
  /** Undefined when the process could not even be started. */
  readonly pid: number | undefined
  send(request: QueryRequest): void
  kill(): void
}

export type QueryProcessEvents = {
  onReady(): void
  /** @param ranMs - from its start to its end in the process, without the way there and back */
  onReply(reply: QueryReply, ranMs: number): void
  /** Called once, and last: what the process said before it ended has been read. */
  onExit(end: QueryProcessEnd): void
}

type QueryProcessEnd = {
  /** Null when the process exited by itself. */
  readonly signal: NodeJS.Signals | null
  /** True when a request is known to lie there unread, so that it was never begun. */
  readonly hasUnreadRequest: boolean
}

/** A reply is the milliseconds that it took, a blank, and the line of the reply. */
const READY = 'ready'

const SHELL = '/bin/sh'

/** Behind standard input, output and error. */
const PIPE = 3

/**
 * Throws nothing: a process that the system refuses to start ends at once.
 *
 * @param dataBytesMax - what it may map to write to, where the system counts that; undefined: no limit
 */
export function startQueryProcess(
  events: QueryProcessEvents,
  dataBytesMax: number | undefined,
): QueryProcess {
  const child = spawnChild(dataBytesMax)
  // Spawned with a pipe there, which goes both ways; where descriptors run out there is none.
  const pipe = child?.stdio?.[PIPE] as Socket | undefined
  if (child === undefined || pipe === undefined) {
    setImmediate(() => events.onExit({ signal: null, hasUnreadRequest: false }))
    return { pid: undefined, send: () => {}, kill: () => {} }
  }
  const readLines = createLineReader()
  pipe.on('data', (piece) => {
    for (const line of readLines(piece)) {
      if (line === READY) events.onReady()
      else {
        const end = line.indexOf(' ')
        events.onReply(replyFromLine(line.slice(end + 1)), Number(line.slice(0, end)))
      }
    }
  })
  let unsent = ''
  const sendAll = () => {
    pipe.write(unsent)
    unsent = ''
  }
  let hasUnreadRequest = false
  // EPIPE: it was gone before the request came. ECONNRESET: it left something unread.
  pipe.on('error', () => {
    hasUnreadRequest = true
  })
  child.once('close', (_code, signal) => events.onExit({ signal, hasUnreadRequest }))
  return {
    pid: child.pid,
    send(request) {
      // What is sent in one turn of the event loop goes in one piece.
      if (unsent === '') process.nextTick(sendAll)
      unsent += `${requestToLine(request)}\n`
    },
    kill: () => child.kill('SIGKILL'),
  }
}

const NODE_FLAGS = ['--max-old-space-size=64', '--max-semi-space-size=4', '--no-warnings']

/** @returns undefined, or a process without a pipe, where the system refuses */
function spawnChild(dataBytesMax: number | undefined): ChildProcess | undefined {
  const program = fileURLToPath(new URL('query-child.ts', import.meta.url))
  const command = [process.execPath, ...NODE_FLAGS, program]
  const [file = '', ...args] =
    dataBytesMax === undefined ? command : [...underLimit(dataBytesMax), ...command]
  try {
    // No variables of ours: a query process needs none, and some are secret.
    const child = spawn(file, args, { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
    // Told by its end.
    child.on('error', () => {})
    return child
  } catch {
    return undefined
  }
}

/** Whether this machine has what a limit on a process takes. */
export const CAN_LIMIT_DATA = process.platform === 'linux' && existsSync(SHELL)

/** The shell becomes the process, which so keeps its limit and its id. A limit refused is none. */
function underLimit(dataBytesMax: number): string[] {
  const script = 'ulimit -d "$0" 2>/dev/null; exec "$@"'
  return [SHELL, '-c', script, String(Math.floor(dataBytesMax / 1024))]
}

/** Turns of the event loop cost time, but prepared statements are only released in one. */
const REQUESTS_PER_TURN = 64

/** In the query process: says that it is ready, then answers until the server is gone. */
export async function answerRequests(
  answer: (request: QueryRequest) => QueryReply,
): Promise<never> {
  const readLines = createLineReader()
  const piece = Buffer.allocUnsafe(64 * 1024)
  write(`${READY}\n`)
  for (let count = 0; ; count += 1) {
    // Waiting in the read itself costs a third less than being called by the event loop.
    const bytes = untilServerIsGone(() => readSync(PIPE, piece))
    if (bytes === 0) process.exit()
    for (const line of readLines(piece.subarray(0, bytes))) {
      const begunAtMs = performance.now()
      const reply = replyToLine(answer(requestFromLine(line)))
      write(`${(performance.now() - begunAtMs).toFixed(3)} ${reply}\n`)
    }
    if (count % REQUESTS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

function write(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) rest = rest.subarray(untilServerIsGone(() => writeSync(PIPE, rest)))
}

/** Reading and writing fail in one case only: nobody is at the other end. */
function untilServerIsGone(talk: () => number): number {
  try {
    return talk()
  } catch {
    process.exit()
  }
}
