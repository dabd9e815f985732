/** Unpacks from a zip archive what a data set needs, and nothing else. */

import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'

import type { Entry, ZipFile } from 'yauzl'

import { findRoot } from './archive-layout.ts'
import type { ArchiveLayout } from './archive-layout.ts'
import type { ByteProgress } from './import-progress.ts'
import { SourceError } from './source-error.ts'
import { ZIP_LIMITS, isSystemError, openZip, reasonOf, refuseBombs } from './zip-entries.ts'
import type { ZipLimits } from './zip-entries.ts'

export type UnpackOptions = {
  /** What people know the archive by, in messages. */
  readonly shown: string
  readonly layout: ArchiveLayout
  readonly progress: ByteProgress
  readonly limits?: ZipLimits
}

/**
 * @param path - of the archive
 * @param dir - becomes the top folder of the layout
 * @throws {SourceError} in one line: it is no zip archive, not of this layout, damaged, or means harm
 */
export async function unpack(
  path: string,
  dir: string,
  { shown, layout, progress, limits = ZIP_LIMITS }: UnpackOptions,
): Promise<void> {
  const { file, entries } = await openZip(shown, path, limits)
  try {
    const root = rootOf(shown, entries, layout)
    const named = entries.flatMap((entry) => {
      const { fileName } = entry
      return fileName.startsWith(root) ? [{ entry, name: fileName.slice(root.length) }] : []
    })
    const isInner = (name: string): boolean => layout.nested?.file.test(name) === true
    const wanted = named.filter(({ name }) => layout.wanted.test(name) || isInner(name))
    refuseBombs(
      shown,
      wanted.map(({ entry }) => entry),
      limits,
    )
    const bytes = wanted.reduce((total, { entry }) => total + entry.uncompressedSize, 0)
    progress.begin(`Unpacking ${shown}`, bytes, 0)
    for (const { entry, name } of wanted) {
      const target = join(dir, ...name.split('/'))
      await extract(shown, file, entry, target, (count) => progress.advance(count))
    }
    progress.end()
    for (const { name } of wanted.filter((inner) => isInner(inner.name))) {
      if (layout.nested === undefined) continue
      const options = { shown: `${shown}: ${name}`, layout: layout.nested.layout, progress, limits }
      await unpack(join(dir, name), dir, options)
      await rm(join(dir, name))
    }
  } finally {
    file.close()
  }
}

function rootOf(shown: string, entries: readonly Entry[], layout: ArchiveLayout): string {
  const found = findRoot(
    entries.map(({ fileName }) => fileName),
    layout,
  )
  if (found.kind === 'found') return found.root
  throw new SourceError(
    found.kind === 'absent'
      ? `Expected ${layout.expected} in ${shown}`
      : `Expected ${layout.expected} once in ${shown}, got it in ${found.roots.join(' and ')}`,
  )
}

async function extract(
  shown: string,
  file: ZipFile,
  entry: Entry,
  target: string,
  onBytes: (count: number) => void,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  let checksum = 0
  try {
    const stream = await file.openReadStreamPromise(entry)
    await pipeline(
      stream,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          checksum = crc32(chunk, checksum)
          onBytes(chunk.length)
          yield chunk
        }
      },
      createWriteStream(target, { flags: 'wx' }),
    )
  } catch (error) {
    if (isSystemError(error)) throw error
    throw new SourceError(`${shown} is damaged: ${entry.fileName}: ${reasonOf(error)}`, {
      cause: error,
    })
  }
  if (checksum !== entry.crc32) {
    throw new SourceError(`${shown} is damaged: ${entry.fileName} does not fit its checksum`)
  }
}
