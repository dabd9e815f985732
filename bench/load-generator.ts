/** The program of a load generator: many sockets in one process; see `load.ts` for who starts it. */

import { readFileSync } from 'node:fs'

import { WebSocket } from 'ws'

import { QUERY_MARK } from './episode-scripts.ts'
import type { Script } from './episode-scripts.ts'
import type { FailureCounts, LoadCommand, LoadReply, OpenOptions } from './load-messages.ts'

/** After `stop`, and for one exchange. */
const REPLY_TIMEOUT_MS = 120_000
const HANDSHAKE_TIMEOUT_MS = 120_000
/** Sessions begin with scripts that lie far apart, so that neighbours differ. */
const SCRIPT_STRIDE = 37

const OBSERVATION = '{"type":"observation"'

type Session = {
  readonly socket: WebSocket
  scriptIndex: number
  /** 0 is the reset. */
  position: number
  sentAtMs: number
  /** Told of the reply to the frame that was sent; null while none is owed. */
  onReply: ((failure: string | null) => void) | null
}

let scripts: readonly Script[] = []
let areQueriesNew = false
let queryCount = 0
let sessions: Session[] = []
let failures = new Map<string, number>()
let latenciesMs: number[] = []
let resetCount = 0
let markedAtMs = 0
let play = new AbortController()
let playing: Promise<void>[] = []

process.on('disconnect', () => process.exit())
process.on('message', (message) => {
  // Nothing but `load.ts` sends anything.
  obey(message as LoadCommand).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function obey(command: LoadCommand): Promise<LoadReply> {
  switch (command.kind) {
    case 'open':
      return open(command)
    case 'exchange':
      return exchange(command.what)
    case 'play':
      play = new AbortController()
      playing = sessions.map((session) => playOn(session, command.pauseMs, play.signal))
      return { kind: 'done' }
    case 'mark':
      begin()
      return { kind: 'done' }
    case 'stop':
      return stop()
    case 'close':
      await Promise.all(sessions.map(({ socket }) => closed(socket)))
      sessions = []
      return { kind: 'done' }
  }
}

function begin(): void {
  latenciesMs = []
  failures = new Map()
  resetCount = 0
  markedAtMs = performance.now()
}

async function open(options: OpenOptions): Promise<LoadReply> {
  // Made by the benchmark itself.
  scripts = JSON.parse(readFileSync(options.scriptsFile, 'utf8')) as Script[]
  areQueriesNew = options.areQueriesNew
  begin()
  let nextIndex = 0
  const openOneByOne = async () => {
    while (nextIndex < options.sessionCount) {
      const index = nextIndex
      nextIndex += 1
      await openSession(options, options.firstSession + index)
    }
  }
  await Promise.all(Array.from({ length: options.openingMax }, openOneByOne))
  return timed()
}

async function openSession({ url, sourceAddress }: OpenOptions, index: number): Promise<void> {
  const startedAtMs = performance.now()
  const socket = new WebSocket(url, {
    localAddress: sourceAddress,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    // A mask of zeros is as valid as a random one, and costs the generator nothing.
    generateMask: () => {},
  })
  const session: Session = {
    socket,
    scriptIndex: (index * SCRIPT_STRIDE) % scripts.length,
    position: 0,
    sentAtMs: 0,
    onReply: null,
  }
  return new Promise((resolve) => {
    socket.once('open', () => {
      latenciesMs.push(performance.now() - startedAtMs)
      sessions.push(session)
      resolve()
    })
    socket.on('message', (data: Buffer) => {
      const isObservation = data.toString('latin1', 0, OBSERVATION.length) === OBSERVATION
      session.onReply?.(isObservation ? null : `replied ${data.toString('utf8', 0, 200)}`)
    })
    socket.on('close', (code) => session.onReply?.(`closed with ${code}`))
    socket.on('error', (error) => {
      fail(`socket: ${error.message}`)
      resolve()
    })
  })
}

async function exchange(what: 'reset' | 'step'): Promise<LoadReply> {
  begin()
  await Promise.all(
    sessions.map(async (session) => {
      session.position = what === 'reset' ? 0 : 1 + (session.scriptIndex % 3)
      const failure = await ask(session)
      if (failure === null) latenciesMs.push(performance.now() - session.sentAtMs)
      else fail(failure)
    }),
  )
  return timed()
}

async function playOn(session: Session, pauseMs: number, over: AbortSignal): Promise<void> {
  if (pauseMs > 0) await think(pauseMs)
  while (!over.aborted) {
    const isReset = session.position === 0
    const failure = await ask(session)
    if (over.aborted) return
    if (failure !== null) {
      fail(failure)
      if (session.socket.readyState !== WebSocket.OPEN) return
    }
    if (isReset) resetCount += 1
    else latenciesMs.push(performance.now() - session.sentAtMs)
    advance(session)
    if (pauseMs > 0) await think(pauseMs)
  }
}

/** @returns null when the reply was an observation, else what came instead */
async function ask(session: Session): Promise<string | null> {
  const { socket, scriptIndex, position } = session
  if (socket.readyState !== WebSocket.OPEN) return 'closed before it was asked'
  const script = scripts[scriptIndex]
  const scripted = (position === 0 ? script?.reset : script?.steps[position - 1]) ?? ''
  const frame = areQueriesNew ? scripted.replace(QUERY_MARK, nextMark) : scripted
  return new Promise((resolve) => {
    const tooLate = setTimeout(() => session.onReply?.('no reply in time'), REPLY_TIMEOUT_MS)
    session.onReply = (failure) => {
      clearTimeout(tooLate)
      session.onReply = null
      resolve(failure)
    }
    session.sentAtMs = performance.now()
    socket.send(frame)
  })
}

/** Unlike that of any other query, of other generators too. */
function nextMark(): string {
  queryCount += 1
  return `/*${process.pid}.${queryCount}*/`
}

function advance(session: Session): void {
  session.position += 1
  if (session.position <= (scripts[session.scriptIndex]?.steps.length ?? 0)) return
  session.position = 0
  session.scriptIndex = (session.scriptIndex + 1) % scripts.length
}

async function stop(): Promise<LoadReply> {
  const windowMs = performance.now() - markedAtMs
  const played: LoadReply = {
    kind: 'played',
    latenciesMs: Float64Array.from(latenciesMs),
    windowMs,
    resetCount,
    failures: failureCounts(),
  }
  play.abort()
  await Promise.all(playing)
  return played
}

function timed(): LoadReply {
  return { kind: 'timed', latenciesMs: Float64Array.from(latenciesMs), failures: failureCounts() }
}

function fail(what: string): void {
  failures.set(what, (failures.get(what) ?? 0) + 1)
}

function failureCounts(): FailureCounts {
  return Object.fromEntries(failures)
}

async function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.close()
  return gone
}

/** Pauses of one length would keep sessions in step that a stall once brought together. */
async function think(pauseMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2 * Math.random() * pauseMs))
}
