/** All sessions of a server, whoever holds them: a socket, or an id that a client keeps. */

import type { ResetOptions } from '../episode/environment.ts'
import { EnvError } from '../protocol/errors.ts'
import type { WireObservation } from '../protocol/reply.ts'
import type { AppPorts, EnvironmentRole } from './ports.ts'
import { createSession, takingTurns } from './session.ts'
import type { Session } from './session.ts'

/** A session that no socket holds and nobody touched for so long is forgotten. */
export const KEPT_SESSION_IDLE_MS = 15 * 60 * 1000

/** Where all sessions are taken, one that was idle for so long makes room for another kept one. */
export const KEPT_SESSION_YIELDS_MS = 60 * 1000

export type OpenSession = {
  readonly id: string
  /** What `reset`, `step` and `state` frames reach. */
  readonly environment: Session
  /** What MCP calls reach. A kept session has one episode for both, a socket's has two. */
  readonly mcp: () => Promise<McpEpisode>
}

/** An episode for agents that have tools and no reset: its question is drawn when it begins. */
export type McpEpisode = {
  readonly session: Session
  /** What its latest reset showed. */
  readonly opening: () => WireObservation
}

export type Sessions = {
  /**
   * A session for a socket, which ends it. Where all are taken, the kept one that was idle longest
   * and has no socket is forgotten.
   * @throws {EnvError} CAPACITY_REACHED, FACTORY_ERROR
   */
  open(sessionId: string): OpenSession
  /**
   * A session under an id that a client keeps, with its question drawn. Where all are taken, the
   * kept one that was idle longest is forgotten, if that was for `KEPT_SESSION_YIELDS_MS`.
   * @param onEnd - is called when it ends, however it does
   * @throws {EnvError} CAPACITY_REACHED, FACTORY_ERROR, VALIDATION_ERROR
   */
  openKept(options: ResetOptions, onEnd?: () => void): Promise<OpenSession>
  /**
   * Finds a session by its id, a socket's too, and counts as a use of it.
   * @throws {EnvError} SESSION_ERROR when there is none
   */
  find(sessionId: string): OpenSession
  /**
   * Hands a kept session to a socket; it then lives at least as long as the socket.
   * @throws {EnvError} SESSION_ERROR when there is none, or another socket has it
   */
  attach(sessionId: string): OpenSession
  detach(sessionId: string): void
  /**
   * Ends a kept session, or lets it end when the socket that has it goes.
   * @throws {EnvError} SESSION_ERROR when there is none
   */
  end(sessionId: string): 'closed' | 'closing'
  isOfSocket(sessionId: string): boolean
  /** Ends a socket's session. */
  endOfSocket(sessionId: string): void
}

type KeptSession = {
  readonly session: OpenSession
  readonly onEnd: () => void
  usedAtMs: number
  isAttached: boolean
  isClosing: boolean
}

export function createSessions(ports: AppPorts): Sessions {
  const ofSockets = new Map<string, OpenSession>()
  // In the order of use: the first one was idle longest.
  const kept = new Map<string, KeptSession>()

  /**
   * @param idleMs - for so long a kept session must have been idle to make room
   * @returns the id of one that has to be forgotten first; undefined where there is room
   * @throws {EnvError} CAPACITY_REACHED
   */
  function findRoom(idleMs: number): string | undefined {
    forgetIdle()
    const { sessionsMax } = ports.limits
    const active = ofSockets.size + kept.size
    if (active < sessionsMax) return undefined
    const yieldsFromMs = ports.now() - idleMs
    for (const [sessionId, { usedAtMs, isAttached }] of kept) {
      if (usedAtMs > yieldsFromMs) break
      if (!isAttached) return sessionId
    }
    const facts = { active_sessions: active, max_sessions: sessionsMax }
    const message = `Server at capacity: ${active}/${sessionsMax} sessions active`
    throw new EnvError('CAPACITY_REACHED', message, { facts })
  }

  /** @throws {EnvError} CAPACITY_REACHED */
  function makeRoom(idleMs: number): void {
    const yielding = findRoom(idleMs)
    if (yielding !== undefined) forget(yielding)
  }

  function forgetIdle(): void {
    const oldestAllowedMs = ports.now() - KEPT_SESSION_IDLE_MS
    for (const [sessionId, { usedAtMs, isAttached }] of kept) {
      if (usedAtMs >= oldestAllowedMs) return
      if (!isAttached) forget(sessionId)
    }
  }

  function forget(sessionId: string): void {
    const forgotten = kept.get(sessionId)
    if (forgotten === undefined) return
    kept.delete(sessionId)
    ports.monitor.sessionEnded(sessionId)
    forgotten.onEnd()
  }

  /** @throws {EnvError} SESSION_ERROR */
  function touch(sessionId: string): KeptSession {
    forgetIdle()
    const found = kept.get(sessionId)
    if (found === undefined) throw unknownSession(sessionId)
    kept.delete(sessionId)
    kept.set(sessionId, found)
    found.usedAtMs = ports.now()
    return found
  }

  return {
    open(sessionId) {
      findRoom(0)
      const session = socketSession(ports, sessionId)
      makeRoom(0)
      ofSockets.set(sessionId, session)
      ports.monitor.sessionBegan(sessionId)
      return session
    },

    async openKept(options, onEnd = () => undefined) {
      findRoom(KEPT_SESSION_YIELDS_MS)
      const id = ports.newSessionId()
      const episode = await beginMcpEpisode(ports, id, 'session', options)
      // A reset that is refused takes no room, and others may have come meanwhile.
      makeRoom(KEPT_SESSION_YIELDS_MS)
      const session = { id, environment: episode.session, mcp: async () => episode }
      const usedAtMs = ports.now()
      kept.set(id, { session, onEnd, usedAtMs, isAttached: false, isClosing: false })
      ports.monitor.sessionBegan(id)
      return session
    },

    find: (sessionId) => ofSockets.get(sessionId) ?? touch(sessionId).session,

    attach(sessionId) {
      const found = touch(sessionId)
      if (found.isAttached) {
        const message = `Session ${sessionId} already has an attached WebSocket`
        throw new EnvError('SESSION_ERROR', message)
      }
      found.isAttached = true
      return found.session
    },

    detach(sessionId) {
      const found = touch(sessionId)
      found.isAttached = false
      if (found.isClosing) forget(sessionId)
    },

    end(sessionId) {
      const found = touch(sessionId)
      found.isClosing = true
      if (found.isAttached) return 'closing'
      forget(sessionId)
      return 'closed'
    },

    isOfSocket: (sessionId) => ofSockets.has(sessionId),

    endOfSocket(sessionId) {
      if (ofSockets.delete(sessionId)) ports.monitor.sessionEnded(sessionId)
    },
  }
}

function unknownSession(sessionId: string): EnvError {
  return new EnvError('SESSION_ERROR', `Unknown session_id: ${sessionId.slice(0, 64)}`)
}

function socketSession(ports: AppPorts, id: string): OpenSession {
  let episode: Promise<McpEpisode> | undefined
  return {
    id,
    environment: newEnvironment(ports, id, 'session'),
    mcp: () => (episode ??= beginMcpEpisode(ports, id, 'tools', {})),
  }
}

/** @throws {EnvError} VALIDATION_ERROR when no question fits the options */
export async function beginMcpEpisode(
  ports: AppPorts,
  sessionId: string | null,
  role: EnvironmentRole,
  options: ResetOptions,
): Promise<McpEpisode> {
  // HTTP requests of one session may overlap, with each other and with a socket's frames.
  const session = takingTurns(newEnvironment(ports, sessionId, role))
  let { observation } = await session.begin(options)
  return {
    session: {
      ...session,
      async reset(...args) {
        const reply = await session.reset(...args)
        observation = reply.observation
        return reply
      },
    },
    opening: () => observation,
  }
}

/** @throws {EnvError} FACTORY_ERROR */
function newEnvironment(ports: AppPorts, sessionId: string | null, role: EnvironmentRole): Session {
  try {
    return createSession(ports, sessionId, role)
  } catch (error) {
    ports.monitor.failed(error, 'a new environment')
    const facts = { factory_name: 'createEnvironment' }
    throw new EnvError('FACTORY_ERROR', 'The environment could not be built', { facts })
  }
}
