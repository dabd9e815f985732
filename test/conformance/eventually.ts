/** For what the server does in its own time, such as freeing a slot after a socket is gone. */

import { setTimeout as sleep } from 'node:timers/promises'

const ATTEMPTS = 60
const PAUSE_MS = 50

/** @throws whatever `attempt` threw last */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; count < ATTEMPTS; count += 1) {
    try {
      return await attempt()
    } catch {
      await sleep(PAUSE_MS)
    }
  }
  return attempt()
}
