/** Where an import works until all is well: a folder inside the data folder, on the same disk. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import { isDiskFull } from './full-disk.ts'
import { SourceError } from './source-error.ts'

/**
 * Runs `work` with a new folder, and removes it whatever happens, also when the process is told to
 * stop. One that was killed leaves it behind; the next import removes it.
 *
 * @returns what `work` does
 * @throws {SourceError} in one line where the disk is full
 */
export async function withImportFolder<T>(
  dataDir: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const firstMade = mkdirSync(dataDir, { recursive: true })
  removeLeftovers(dataDir)
  const folder = mkdtempSync(join(dataDir, `${OURS}${process.pid}-`))
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true })
    if (firstMade !== undefined) removeEmpty(resolve(dataDir), resolve(firstMade))
  }
  const forget = onStopping(remove)
  try {
    return await work(folder)
  } catch (error) {
    if (!isDiskFull(error)) throw error
    throw new SourceError(
      `Not enough room in ${dataDir} for the import (${error.code}); the data there are as before`,
      { cause: error },
    )
  } finally {
    forget()
    remove()
  }
}

const PREFIX = '.import-'

/** A disk may be shared with other machines, where the same number is another process. */
const OURS = `${PREFIX}${hostname().replaceAll(/[^\w.]/g, '_')}-`

/** No import takes as long. */
const LEFTOVER_AGE_MS = 48 * 3600 * 1000

function removeLeftovers(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (!name.startsWith(PREFIX)) continue
    const path = join(dataDir, name)
    if (isGone(name) || isOld(path)) rmSync(path, { recursive: true, force: true })
  }
}

function isGone(name: string): boolean {
  if (!name.startsWith(OURS)) return false
  const pid = Number(name.slice(OURS.length).split('-', 1).join())
  return Number.isSafeInteger(pid) && pid > 0 && !isRunning(pid)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function isOld(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && Date.now() - stats.mtimeMs > LEFTOVER_AGE_MS
}

/** From `folder` up to the highest that we made: a data folder is not left where nothing came of it. */
function removeEmpty(folder: string, highest: string): void {
  for (let path = folder; path.startsWith(highest); path = dirname(path)) {
    if (!existsSync(path)) continue
    if (readdirSync(path).length > 0) return
    rmdirSync(path)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** @returns a function after which `clean` is no longer called */
function onStopping(clean: () => void): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    forget()
    clean()
    // Once nobody listens any more, it ends the process as it would have without us.
    process.kill(process.pid, signal)
  }
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop)
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  return forget
}
