/** A file that is there when it is whole: written beside its place, and moved there at the end. */

import { open, rename, rm, stat } from 'node:fs/promises'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'

export type WholeFile = {
  /** @throws {SettingError} when it cannot be written, such as on a full disk */
  append(text: string): Promise<void>
  /** @throws {SettingError} as `append` */
  finish(): Promise<void>
  /** Leaves what was there before; after `finish` it does nothing. */
  abandon(): Promise<void>
}

/** Written to the disk at once. */
const CHUNK_CHARS = 1_000_000

/**
 * A device or a pipe is written to as it is.
 * @throws {SettingError} when it cannot be written
 */
export async function createWholeFile(file: string): Promise<WholeFile> {
  const place = await attempt(file, async () => stat(file).catch(absentAsUndefined))
  if (place?.isDirectory() === true) throw new SettingError(`Cannot write ${file}: it is a folder`)
  const isBeside = place === undefined || place.isFile()
  const written = isBeside ? `${file}.unfinished` : file
  const handle = await attempt(file, () => open(written, 'w'))
  let waiting = ''
  let isOpen = true

  async function flush(): Promise<void> {
    const text = waiting
    waiting = ''
    if (text !== '') await attempt(file, () => handle.writeFile(text))
  }

  async function close(): Promise<void> {
    if (isOpen) await handle.close()
    isOpen = false
  }

  return {
    async append(text) {
      waiting += text
      if (waiting.length >= CHUNK_CHARS) await flush()
    },
    async finish() {
      await flush()
      if (!isBeside) return close()
      await attempt(file, () => handle.sync())
      await close()
      await attempt(file, () => rename(written, file))
    },
    async abandon() {
      if (!isOpen) return
      await close()
      if (isBeside) await rm(written, { force: true })
    },
  }
}

async function attempt<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    throw new SettingError(`Cannot write ${file}: ${(cause as Error).message}`, { cause })
  }
}

function absentAsUndefined(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
