/** Episodes over plain HTTP: kept under an id that the client sends back. */

import type { Environment } from '../episode/environment.ts'
import { EnvError } from '../protocol/errors.ts'
import type { AppPorts } from './ports.ts'
import { createSerialQueue } from './serial-queue.ts'
import type { SerialQueue } from './serial-queue.ts'

/** An episode that nobody touched for so long is forgotten. */
export const HTTP_EPISODE_IDLE_MS = 15 * 60 * 1000

/** An environment with the queue that everyone who uses it goes through. */
export type HttpEpisode = { readonly environment: Environment; readonly inTurn: SerialQueue }

export type HttpEpisodes = {
  /** @throws {EnvError} SESSION_ERROR when the id is unknown or the episode was forgotten */
  find(sessionId: string): HttpEpisode
  /** Keeps the environment, and forgets the one that was idle longest where there are too many. */
  keep(episode: HttpEpisode): string
  create(): HttpEpisode
}

type KeptEpisode = { readonly episode: HttpEpisode; usedAtMs: number }

export function createHttpEpisodes(ports: AppPorts): HttpEpisodes {
  // In the order of use: the first one was idle longest.
  const kept = new Map<string, KeptEpisode>()

  function forgetIdle(): void {
    const oldestAllowedMs = ports.now() - HTTP_EPISODE_IDLE_MS
    for (const [id, { usedAtMs }] of kept) {
      if (usedAtMs >= oldestAllowedMs && kept.size <= ports.limits.httpEpisodesMax) return
      kept.delete(id)
    }
  }

  return {
    find(sessionId) {
      forgetIdle()
      const found = kept.get(sessionId)
      if (found === undefined) {
        const id = sessionId.slice(0, 64)
        throw new EnvError('SESSION_ERROR', `Unknown or expired session id ${id}. Reset again.`)
      }
      kept.delete(sessionId)
      kept.set(sessionId, { ...found, usedAtMs: ports.now() })
      return found.episode
    },

    keep(episode) {
      const sessionId = crypto.randomUUID()
      kept.set(sessionId, { episode, usedAtMs: ports.now() })
      forgetIdle()
      return sessionId
    },

    create: () => ({ environment: ports.createEnvironment(), inTurn: createSerialQueue() }),
  }
}
