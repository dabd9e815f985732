/** A real episode over the real socket, held by a session that survives its connection. */

import type { SocketConnection } from '../../client/socket-connection.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'
import type { WireState } from '../../protocol/reply.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import type { PlayedAction } from '../record/played-step.ts'
import { createStore } from '../store.ts'
import type { Store } from '../store.ts'
import { nextLink } from './link.ts'
import type { Link, LinkEvent } from './link.ts'
import type { PageMemory } from './page-memory.ts'
import { NEWS, stepNews } from './news.ts'
import type { News } from './news.ts'
import { beginEpisode, reunite, withReply } from './saved-episode.ts'
import type { SavedEpisode } from './saved-episode.ts'
import { ask, attach, closeQuietly, textOf } from './session-socket.ts'

export type PlayState = {
  readonly episode: SavedEpisode | undefined
  /** Another one for each episode that begins. */
  readonly episodeNumber: number
  readonly link: Link
  /** A request is on its way. */
  readonly isBusy: boolean
  /** What happened last, in words: shown where it is unusual, and told to screen readers. */
  readonly news: News
}

export type PlaySession = {
  readonly state: Store<PlayState>
  /** Begins an episode; where that cannot be, the one before stays. @returns whether it began */
  readonly start: (resetData: WireResetData) => Promise<boolean>
  /** Takes a step. Nothing happens while another one is on its way, or there is no connection. */
  readonly act: (action: PlayedAction) => Promise<void>
  /** Goes on with the episode that the tab remembers, if it does. */
  readonly resume: () => void
  /** Tries again now instead of later. */
  readonly retry: () => void
  /** Back to the choice of an episode. */
  readonly leave: () => void
}

const QUIET: News = { text: '', tone: 'quiet' }

/** Where episodes are played. */
export type PlayServer = {
  /** Without a slash at its end. */
  readonly url: string
  /** Makes a session that outlives its socket. @returns its id */
  readonly createSession: (resetData: WireResetData) => Promise<string>
}

export function createPlaySession(memory: PageMemory, server: PlayServer): PlaySession {
  const saved = memory.loadEpisode()
  const state = createStore<PlayState>({
    episode: saved,
    episodeNumber: 0,
    link: { kind: 'idle' },
    isBusy: false,
    news: QUIET,
  })
  let connection: SocketConnection | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Counts the episodes that were begun or left: what is still under way for one before stops. */
  let turn = 0

  function change(part: Partial<PlayState>): void {
    state.set({ ...state.get(), ...part })
  }

  function follow(event: LinkEvent): void {
    const link = nextLink(state.get().link, event)
    change({ link })
    clearTimeout(timer)
    if (link.kind === 'waiting') timer = setTimeout(() => void connect(), link.delayMs)
  }

  function keep(episode: SavedEpisode): void {
    memory.saveEpisode(episode)
    change({ episode })
  }

  /** Instead of the one before: watches a connection until it ends, and connects again. */
  function hold(opened: SocketConnection): void {
    const before = connection
    connection = opened
    if (before !== undefined) void closeQuietly(before)
    void opened.closed.then(() => {
      if (connection !== opened) return
      connection = undefined
      follow('lost')
      if (state.get().link.kind === 'connecting') void connect()
    })
  }

  /** To the session of the episode that is shown. */
  async function connect(): Promise<void> {
    const { episode } = state.get()
    if (episode === undefined) return
    const ofTurn = turn
    follow('connect')
    try {
      const opened = await attach(server.url, episode.sessionId)
      const current = await ask(opened, { type: 'state' }, 'state')
      if (turn !== ofTurn) {
        await closeQuietly(opened)
        return
      }
      hold(opened)
      follow('opened')
      await takeUp(current)
    } catch (error) {
      if (turn === ofTurn) giveUp(error)
    }
  }

  function giveUp(error: unknown): void {
    const isSessionError = error instanceof SqlEnvError && error.code === 'SESSION_ERROR'
    if (!isSessionError) {
      follow('failed')
      return
    }
    if (/already/.test(error.message)) {
      follow('held')
      return
    }
    follow('unknown')
    change({ isBusy: false, news: NEWS.gone })
  }

  /** After a connection came about: what has become of the episode meanwhile? */
  async function takeUp(current: WireState): Promise<void> {
    const { episode } = state.get()
    if (episode === undefined) return
    const reunion = reunite(episode, current)
    if (reunion === undefined) {
      follow('unknown')
      change({ isBusy: false, news: NEWS.gone })
      return
    }
    keep(reunion.episode)
    const isAsItWas = reunion.episode.isDone && reunion.lastStep === 'none'
    change({ isBusy: false, news: isAsItWas ? QUIET : NEWS[reunion.lastStep] })
    if (reunion.episode.isDone && reunion.episode.outcome === null) await askOutcome()
  }

  /** A step after the end changes nothing, and its reply says how it ended. */
  async function askOutcome(): Promise<void> {
    const { episode } = state.get()
    if (episode === undefined || connection === undefined) return
    const data = { action_type: 'ANSWER', argument: '' }
    const { metadata } = await ask(connection, { type: 'step', data }, 'observation')
    keep({ ...episode, outcome: metadata.outcome })
  }

  async function openSession(resetData: WireResetData): Promise<string> {
    const { episode, link } = state.get()
    if (episode !== undefined && link.kind === 'ready' && connection !== undefined) {
      return episode.sessionId
    }
    const sessionId = await server.createSession(resetData)
    hold(await attach(server.url, sessionId))
    return sessionId
  }

  return {
    state,

    async start(resetData) {
      if (state.get().isBusy) return false
      turn += 1
      clearTimeout(timer)
      change({ isBusy: true, news: QUIET })
      try {
        const sessionId = await openSession(resetData)
        if (connection === undefined) throw new Error(NEWS.startLost.text)
        const reply = await ask(connection, { type: 'reset', data: resetData }, 'observation')
        memory.saveDrafts({ sql: '', answer: '' })
        keep(beginEpisode(sessionId, resetData, reply))
        follow('opened')
        change({ isBusy: false, episodeNumber: turn, news: stepNews(reply, undefined) })
        return true
      } catch (error) {
        change({ isBusy: false, news: { text: textOf(error), tone: 'problem' } })
        // An attempt that was under way was of another turn, and stopped by this one.
        const { kind } = state.get().link
        if (kind === 'waiting' || kind === 'connecting') void connect()
        return false
      }
    },

    async act(action) {
      const { episode, isBusy, link } = state.get()
      const isReady = link.kind === 'ready' && connection !== undefined
      if (episode === undefined || isBusy || !isReady || episode.isDone) return
      keep({ ...episode, pending: action })
      change({ isBusy: true, news: QUIET })
      const used = connection
      try {
        const reply = await ask(
          used as SocketConnection,
          { type: 'step', data: action },
          'observation',
        )
        keep(withReply(episode, action, reply))
        change({ isBusy: false, news: stepNews(reply, action) })
      } catch (error) {
        if (used?.isOpen === true) {
          // An error frame: the episode is as it was.
          keep(episode)
          change({ isBusy: false, news: { text: textOf(error), tone: 'problem' } })
        }
        // Else the connection is gone, and the next one finds out whether the step counted.
      }
    },

    resume() {
      if (state.get().episode !== undefined) void connect()
    },

    retry() {
      if (state.get().link.kind === 'waiting') void connect()
    },

    leave() {
      turn += 1
      clearTimeout(timer)
      const before = connection
      connection = undefined
      if (before !== undefined) void closeQuietly(before)
      memory.forgetEpisode()
      follow('left')
      change({ episode: undefined, isBusy: false, news: QUIET })
    },
  }
}
