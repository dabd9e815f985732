/** Episodes over plain HTTP: kept under an id that the client sends back. */

import { EnvError } from '../protocol/errors.ts'
import type { AppPorts } from './ports.ts'
import { createSession, takingTurns } from './session.ts'
import type { Session } from './session.ts'

/** An episode that nobody touched for so long is forgotten. */
export const HTTP_EPISODE_IDLE_MS = 15 * 60 * 1000

export type HttpEpisodes = {
  /** @throws {EnvError} SESSION_ERROR when the id is unknown or the episode was forgotten */
  find(sessionId: string): Session
  /** A session under a new id that is found from `keep` on. */
  create(): NewSession
  /** Where there are too many now, the one idle longest is forgotten. */
  keep(session: NewSession): void
}

type NewSession = { readonly sessionId: string; readonly session: Session }

type KeptSession = { readonly session: Session; readonly usedAtMs: number }

export function createHttpEpisodes(ports: AppPorts): HttpEpisodes {
  // In the order of use: the first one was idle longest.
  const kept = new Map<string, KeptSession>()

  function keep(sessionId: string, session: Session): void {
    kept.delete(sessionId)
    kept.set(sessionId, { session, usedAtMs: ports.now() })
  }

  function forgetIdle(): void {
    const oldestAllowedMs = ports.now() - HTTP_EPISODE_IDLE_MS
    for (const [sessionId, { usedAtMs }] of kept) {
      if (usedAtMs >= oldestAllowedMs && kept.size <= ports.limits.httpEpisodesMax) return
      kept.delete(sessionId)
    }
  }

  return {
    find(sessionId) {
      forgetIdle()
      const session = kept.get(sessionId)?.session
      if (session === undefined) {
        const id = sessionId.slice(0, 64)
        throw new EnvError('SESSION_ERROR', `Unknown or expired session id ${id}. Reset again.`)
      }
      keep(sessionId, session)
      return session
    },

    create() {
      const sessionId = ports.newSessionId()
      return { sessionId, session: takingTurns(createSession(ports, sessionId, 'session')) }
    },

    keep({ sessionId, session }) {
      keep(sessionId, session)
      forgetIdle()
    },
  }
}
