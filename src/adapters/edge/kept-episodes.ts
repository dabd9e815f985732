/** The environments of an object, whose episodes are stored after each reset and step. */

import { createEnvironment } from '../../episode/environment.ts'
import type { Environment, EnvironmentPorts } from '../../episode/environment.ts'
import type { Episode } from '../../episode/episode.ts'
import { restoreEpisode, snapshotOf } from '../../episode/snapshot.ts'
import type { EnvironmentRole, Notes } from '../../handlers/ports.ts'

export type KeptEpisodes = {
  /** The roles whose episodes were stored before. */
  readonly restoredRoles: readonly EnvironmentRole[]
  /** Each role's stored episode goes on in the first environment that is created for it. */
  createEnvironment(role: EnvironmentRole): Environment
}

const KEPT_ROLES = ['session', 'tools', 'web'] as const

/**
 * @param onKept - is called when an episode has been stored
 * @throws {Error} when a stored episode cannot go on: another version or other data
 */
export function createKeptEpisodes(
  ports: EnvironmentPorts,
  notes: Notes,
  onKept: () => void,
): KeptEpisodes {
  const restored = new Map<EnvironmentRole, Episode>()
  for (const role of KEPT_ROLES) {
    const text = notes.read(noteOf(role))
    if (text !== undefined) restored.set(role, restoreEpisode(text, ports))
  }
  return {
    restoredRoles: [...restored.keys()],
    createEnvironment(role) {
      if (role === 'request') return createEnvironment(ports)
      const episode = restored.get(role)
      restored.delete(role)
      return createEnvironment(ports, {
        episode,
        keep(next) {
          notes.write(noteOf(role), snapshotOf(next))
          onKept()
        },
      })
    },
  }
}

function noteOf(role: EnvironmentRole): string {
  return `episode:${role}`
}
