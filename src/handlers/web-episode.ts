/** The episode that all visitors of /web share, as in OpenEnv, and who watches it. */

import type { WSContext, WSEvents } from 'hono/ws'

import type { Action } from '../episode/action.ts'
import type { ResetOptions } from '../episode/environment.ts'
import type { WireObservation, WireReply, WireState } from '../protocol/reply.ts'
import { BROUGHT_BACK } from './ports.ts'
import type { AppPorts } from './ports.ts'
import { createSerialQueue } from './serial-queue.ts'
import { createSession } from './session.ts'
import type { Session } from './session.ts'

/** Watchers at one time: each costs a message for every step. */
const VIEWERS_MAX = 256

/** Characters of the log that a watcher is sent; the oldest steps go first. */
const LOG_SIZE_MAX = 512 * 1024

const TRY_AGAIN_LATER = 1013

export type WebEpisode = {
  /** @throws {EnvError} VALIDATION_ERROR when no question fits the options */
  reset(options: ResetOptions): Promise<WireReply>
  step(action: Action): Promise<WireReply>
  /** @returns undefined before the first reset */
  state(): Promise<WireState | undefined>
  /** A socket that is told of every change, and asked nothing. */
  viewer(): WSEvents
}

type Viewer = {
  readonly socket: WSContext
  /** It has been sent more than it has read. */
  isReading: boolean
  isBehind: boolean
}

type LoggedAction = {
  readonly timestamp: string
  readonly action: { readonly action_type: string; readonly argument: string }
  readonly observation: WireObservation
  readonly reward: number | null
  readonly done: boolean
  readonly step_count: number
}

export function createWebEpisode(ports: AppPorts): WebEpisode {
  let session: Session | undefined
  const inTurn = createSerialQueue()
  const viewers = new Map<WSContext, Viewer>()
  const kept = readKept(ports)
  let { latest, state } = kept
  let log = [...kept.log]
  let logSize = log.reduce((size, entry) => size + sizeOf(entry), 0)

  function show(): void {
    if (viewers.size === 0) return
    const text = stateUpdate()
    for (const viewer of viewers.values()) tell(viewer, text)
  }

  /** One that reads slowly misses updates, and is sent the latest when it has read. */
  function tell(viewer: Viewer, text: string): void {
    if (viewer.isReading) {
      viewer.isBehind = true
      return
    }
    if (ports.socketFlow === undefined) {
      viewer.socket.send(text)
      return
    }
    const hasLeft = ports.socketFlow.send(viewer.socket, text)
    if (hasLeft === undefined) return
    viewer.isReading = true
    void hasLeft.then(() => {
      viewer.isReading = false
      if (!viewer.isBehind) return
      viewer.isBehind = false
      tell(viewer, stateUpdate())
    })
  }

  function stateUpdate(): string {
    return JSON.stringify({
      type: 'state_update',
      episode_state: {
        episode_id: state?.episode_id ?? null,
        step_count: state?.step_count ?? 0,
        current_observation: latest?.observation ?? null,
        action_logs: log,
        is_reset: log.length === 0,
      },
    })
  }

  function keep(entry: LoggedAction): void {
    log.push(entry)
    logSize += sizeOf(entry)
    while (logSize > LOG_SIZE_MAX && log.length > 1) {
      const [oldest] = log.splice(0, 1)
      logSize -= oldest === undefined ? 0 : sizeOf(oldest)
    }
  }

  function keepAll(): void {
    const all: Kept = { latest, state, log }
    ports.notes?.write(NOTE, JSON.stringify(all))
  }

  return {
    reset: (options) =>
      inTurn(async () => {
        session ??= createSession(ports, null, 'web')
        latest = await session.reset(options)
        state = await session.state()
        log = []
        logSize = 0
        keepAll()
        show()
        return latest
      }),

    step: (action) =>
      inTurn(async () => {
        session ??= createSession(ports, null, 'web')
        const reply = await session.step(action)
        if (state === undefined || state.done) return reply
        latest = reply
        state = await session.state()
        keep({
          timestamp: new Date().toISOString(),
          action: { action_type: action.actionType, argument: action.argument },
          observation: reply.observation,
          reward: reply.reward,
          done: reply.done,
          step_count: reply.observation.step_count,
        })
        keepAll()
        show()
        return reply
      }),

    state: () => inTurn(() => state),

    viewer: () => ({
      onOpen(event, socket) {
        if (viewers.size >= VIEWERS_MAX) {
          socket.close(TRY_AGAIN_LATER, 'Too many watch already')
          return
        }
        const viewer = { socket, isReading: false, isBehind: false }
        viewers.set(socket, viewer)
        if (event.type !== BROUGHT_BACK) tell(viewer, stateUpdate())
      },
      onClose(_event, socket) {
        viewers.delete(socket)
      },
    }),
  }
}

/** What is known of the episode besides itself. */
type Kept = {
  readonly latest?: WireReply | undefined
  readonly state?: WireState | undefined
  readonly log: readonly LoggedAction[]
}

const NOTE = 'web'

function readKept({ notes }: AppPorts): Kept {
  const text = notes?.read(NOTE)
  // Only `keepAll` writes it.
  return text === undefined ? { log: [] } : (JSON.parse(text) as Kept)
}

function sizeOf(entry: LoggedAction): number {
  return JSON.stringify(entry).length
}
