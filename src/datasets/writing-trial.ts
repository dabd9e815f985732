/** Finds out before the work whether its result can be put into the data folder. */

import { existsSync } from 'node:fs'
import { mkdtemp, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

import { SourceError } from './source-error.ts'

/**
 * Leaves everything as it was: no folder is made where there was none.
 * @throws {SourceError} in one line that names the folder that cannot be written to
 */
export async function tryWriting(dataDir: string): Promise<void> {
  for (const folder of ['databases', 'siblings', 'questions']) {
    const place = nearestThere(resolve(dataDir, folder))
    try {
      await rmdir(await mkdtemp(join(place, 'trial-')))
    } catch (cause) {
      // "EACCES: permission denied", without the rest.
      const [reason] = String(cause instanceof Error ? cause.message : cause).split(',', 1)
      throw new SourceError(`Expected a folder that can be written to, got ${place} (${reason})`, {
        cause,
      })
    }
  }
}

/** The folder, or the one that it would be made in. */
function nearestThere(folder: string): string {
  return existsSync(folder) ? folder : nearestThere(dirname(folder))
}
