/** What is there of a file that is being fetched, and which file it is a part of. */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { open, rm, stat, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'

import * as v from 'valibot'

import { toShownUrl } from './download.ts'

export type DownloadPart = {
  readonly path: string
  bytes(): Promise<number>
  /** A header that holds only for the file that the part is of; `undefined` where there is none. */
  validator(): string | undefined
  /** The file is opened empty. */
  begin(validator: string | undefined): Promise<FileHandle>
  goOn(): Promise<FileHandle>
  readonly discard: () => Promise<void>
}

const StateSchema = v.object({ url: v.string(), validator: v.string() })

/** @param cacheDir - a folder that is there; each address has a file of its own in it */
export function createDownloadPart(url: URL, cacheDir: string): DownloadPart {
  const name = basename(url.pathname)
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 80)
  const digest = createHash('sha256').update(url.href).digest('hex').slice(0, 16)
  const path = join(cacheDir, `${digest}-${name}.part`)
  const statePath = `${path}.json`
  return {
    path,
    bytes: async () => (existsSync(path) ? (await stat(path)).size : 0),
    validator: () => {
      if (!existsSync(path) || !existsSync(statePath)) return undefined
      try {
        return v.parse(StateSchema, JSON.parse(readFileSync(statePath, 'utf8'))).validator
      } catch {
        return undefined
      }
    },
    begin: async (validator) => {
      await rm(statePath, { force: true })
      const file = await open(path, 'w')
      if (validator !== undefined) {
        await writeFile(statePath, JSON.stringify({ url: toShownUrl(url), validator }))
      }
      return file
    },
    goOn: () => open(path, 'a'),
    discard: async () => {
      await rm(statePath, { force: true })
      await rm(path, { force: true })
    },
  }
}
