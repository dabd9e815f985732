/** What a Durable Object does: it holds one session, with its episodes and sockets, in memory or not. */

import type { Hono } from 'hono'

import { createApp } from '../../handlers/app.ts'
import { HTTP_EPISODE_IDLE_MS } from '../../handlers/http-episodes.ts'
import { messageBytesMax } from '../../handlers/message-size.ts'
import type { EdgeServer } from './edge-server.ts'
import { attachmentOf, createHibernatingSockets } from './hibernating-sockets.ts'
import type { HibernatingSockets } from './hibernating-sockets.ts'
import { createKeptEpisodes } from './kept-episodes.ts'
import type { KeptEpisodes } from './kept-episodes.ts'
import { createObjectMemory } from './object-memory.ts'
import type { ObjectState, ServerSocket } from './runtime.ts'
import { openingOf, openingRequest } from './session-opening.ts'
import type { Opening } from './session-opening.ts'
import { WEB_OBJECT } from './session-target.ts'

export type SessionHolder = {
  fetch(request: Request): Promise<Response>
  message(socket: ServerSocket, data: string | ArrayBuffer): Promise<void>
  closed(socket: ServerSocket, code: number): Promise<void>
  alarm(): Promise<void>
}

/** Nobody may have told us that a socket is gone: so often we look. */
const SOCKET_CHECK_MS = 60 * 60 * 1000

/** A use is written down where the last one that was is so old. */
const USE_NOTED_EVERY_MS = 60 * 1000

const OPENING = 'opening'
/** Checksums of the data that the episodes are about. */
const DATA = 'data'
const NAME = 'name'
const USED_AT = 'used'

const OPEN = 1
const NORMAL_CLOSE = 1000
/** OpenEnv's clients reconnect after it. */
const SERVICE_RESTART = 1012

/** The session's handlers, as long as the object is in memory. */
type Live = { readonly app: Hono; readonly sockets: HibernatingSockets }

export function createSessionHolder(state: ObjectState, server: EdgeServer): SessionHolder {
  const { storage } = state
  const { settings, log, appPorts, environmentPorts } = server
  const dataMark = appPorts.about.datasets.map(({ checksum }) => checksum).join()
  const idleMs = settings.SESSION_IDLE_TIMEOUT_S * 1000
  // A validator's record is in memory only, so its sockets keep the object there.
  const mayRest = settings.OPENENV_VALIDATION_TOKEN === undefined
  const frameBytesMax = messageBytesMax(environmentPorts.limits)
  let live: Promise<Live> | undefined
  /** How the session began, until it is known that one did. */
  let beginning: Opening | undefined
  let notedAtMs = (storage.kv.get(USED_AT) as number | undefined) ?? 0
  // The latest use may be as much younger as it takes to write one down.
  let usedAtMs = notedAtMs === 0 ? 0 : notedAtMs + USE_NOTED_EVERY_MS
  let isArmed = false

  function sessionName(): string {
    return state.id.name ?? (storage.kv.get(NAME) as string | undefined) ?? ''
  }

  function liveNow(): Promise<Live> {
    return (live ??= bringBack())
  }

  /** The handlers as they were before the object left memory; new ones where there was no session. */
  async function bringBack(): Promise<Live> {
    const memory = createObjectMemory(storage)
    const episodes = keptEpisodes(() => createKeptEpisodes(environmentPorts, memory, onKept))
    const sockets = createHibernatingSockets(state, mayRest, frameBytesMax)
    const app = createApp({
      ...appPorts,
      createEnvironment: (role) => episodes.createEnvironment(role),
      newSessionId: sessionName,
      notes: memory,
      upgradeWebSocket: sockets.upgradeWebSocket,
      ...(idleMs > 0 && { socketUsed: (context) => sockets.used(context) }),
      monitor: {
        ...appPorts.monitor,
        sessionEnded(sessionId) {
          appPorts.monitor.sessionEnded(sessionId)
          forget()
        },
      },
    })
    const opening = storage.kv.get(OPENING) as Opening | undefined
    const kept = state.getWebSockets().filter(isOpen)
    if (episodes.restoredRoles.length > 0 || kept.length > 0) {
      const { restoredRoles: roles } = episodes
      log('debug', 'brought back', { sessionId: sessionName(), roles, sockets: kept.length })
    }
    if (opening !== undefined) await app.request(openingRequest(opening))
    for (const socket of kept) await sockets.bringBack(app, socket)
    return { app, sockets }
  }

  /** Where what was stored is another version's, or about data that are gone, the session is too. */
  function keptEpisodes(read: () => KeptEpisodes): KeptEpisodes {
    try {
      const data = (storage.kv.get(DATA) as string | undefined) ?? dataMark
      if (data !== dataMark) throw new RangeError('The session was about other data')
      return read()
    } catch (error) {
      appPorts.monitor.failed(error, 'bringing a session back')
      for (const socket of state.getWebSockets()) socket.close(SERVICE_RESTART)
      for (const [key] of storage.kv.list()) storage.kv.delete(key)
      return read()
    }
  }

  function onKept(): void {
    if (notedAtMs === 0) {
      storage.kv.put(NAME, sessionName())
      storage.kv.put(DATA, dataMark)
      if (beginning !== undefined) storage.kv.put(OPENING, beginning)
      noteUse()
    }
    arm()
  }

  function touch(): void {
    usedAtMs = Date.now()
    if (notedAtMs > 0 && usedAtMs - notedAtMs > USE_NOTED_EVERY_MS) noteUse()
  }

  function noteUse(): void {
    notedAtMs = usedAtMs
    storage.kv.put(USED_AT, notedAtMs)
  }

  function arm(afterMs = idleMs > 0 ? idleMs : HTTP_EPISODE_IDLE_MS): void {
    if (isArmed) return
    isArmed = true
    void storage.setAlarm(Date.now() + afterMs)
  }

  function forget(): void {
    notedAtMs = 0
    isArmed = false
    void storage.deleteAll()
  }

  /** @returns when to look again, at the latest */
  async function closeIdleSockets(sockets: readonly ServerSocket[]): Promise<number> {
    let nextMs = SOCKET_CHECK_MS
    for (const socket of sockets) {
      const { address, usedAtMs: socketUsedAtMs } = attachmentOf(socket)
      if (idleMs === 0 || address.startsWith('/ws/ui')) continue
      const leftMs = socketUsedAtMs + idleMs - Date.now()
      if (leftMs > 0) nextMs = Math.min(nextMs, leftMs)
      else {
        socket.close(NORMAL_CLOSE)
        await closed(socket, NORMAL_CLOSE)
      }
    }
    return nextMs
  }

  async function closed(socket: ServerSocket, code: number): Promise<void> {
    const { sockets } = await liveNow()
    sockets.closed(socket, code)
    const isLast = !openSockets(sockets).some((other) => other !== socket)
    // A session that has no opening is a socket's; it may have been closed before it was taken up.
    const isOfSocket = storage.kv.get(OPENING) === undefined && sessionName() !== WEB_OBJECT
    if (isLast && isOfSocket) forget()
    else if (isLast && notedAtMs > 0) {
      isArmed = false
      arm(HTTP_EPISODE_IDLE_MS)
    }
  }

  function openSockets(sockets: HibernatingSockets): readonly ServerSocket[] {
    return (mayRest ? state.getWebSockets() : sockets.inMemory()).filter(isOpen)
  }

  return {
    async fetch(request) {
      const { app } = await liveNow()
      touch()
      beginning = notedAtMs === 0 ? await openingOf(request) : undefined
      const response = await app.fetch(request)
      if (response.status === SWITCHING_PROTOCOLS && idleMs > 0) arm()
      return response
    },

    async message(socket, data) {
      const { sockets } = await liveNow()
      touch()
      sockets.message(socket, data)
    },

    closed,

    async alarm() {
      isArmed = false
      const { sockets } = await liveNow()
      const open = openSockets(sockets)
      if (open.length > 0) {
        const nextMs = await closeIdleSockets(open)
        if (openSockets(sockets).length > 0) arm(nextMs)
        return
      }
      const leftMs = usedAtMs + HTTP_EPISODE_IDLE_MS - Date.now()
      if (leftMs > 0) {
        arm(leftMs)
        return
      }
      log('debug', 'session expired', { sessionId: sessionName() })
      forget()
      live = undefined
    },
  }
}

const SWITCHING_PROTOCOLS = 101

function isOpen(socket: ServerSocket): boolean {
  return socket.readyState === OPEN
}
