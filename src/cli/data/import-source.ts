/** Brings what `--from` names into a folder: it is one, or a zip archive here or at an address. */

import { statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

import { ARCHIVE_LIMITS, downloadArchive } from '../../datasets/archive-download.ts'
import type { ArchiveLayout } from '../../datasets/archive-layout.ts'
import { toShownUrl } from '../../datasets/download.ts'
import { withImportFolder } from '../../datasets/import-folder.ts'
import { sha256Of } from '../../datasets/same-file.ts'
import { SourceError } from '../../datasets/source-error.ts'
import { unpack } from '../../datasets/unpack.ts'
import { tryWriting } from '../../datasets/writing-trial.ts'
import { ZIP_LIMITS } from '../../datasets/zip-entries.ts'
import { createByteProgress } from './byte-progress.ts'

export type ImportSource = {
  /** A folder, a zip archive; or http(s) addresses with blanks between them. */
  readonly from: string
  readonly dataDir: string
  /** Where downloads are kept until they are unpacked. */
  readonly cacheDir: string
  /** In hexadecimal digits; of the archive. */
  readonly sha256: string | undefined
  readonly downloadBytesMax: number
  readonly unpackedBytesMax: number
}

/** @param isOursToMove - whether the folder was made for this import alone */
export type UseFolder<T> = (dir: string, isOursToMove: boolean) => Promise<T>

export function isAddress(from: string): boolean {
  return /^\s*https?:/i.test(from)
}

/** @throws {SourceError} in one line */
export function parseAddresses(from: string): readonly URL[] {
  return from.trim().split(/\s+/).map(parseAddress)
}

function parseAddress(text: string): URL {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    if (url.username === '' && url.password === '') return url
    throw new SourceError(`Expected an address without a password, got one at ${url.host}`)
  }
  throw new SourceError(`Expected http(s) addresses, got ${text}`)
}

/** What people would call it: the name of the folder or of the archive. */
export function nameOf(from: string): string {
  const last = isAddress(from) ? (parseAddresses(from)[0]?.pathname ?? '') : resolve(from)
  return basename(last).replace(/\.zip$/i, '')
}

/**
 * @returns what `use` does
 * @throws {SourceError} with one line that names what is wrong with the source
 */
export async function withSourceFolder<T>(
  source: ImportSource,
  layout: ArchiveLayout,
  stream: NodeJS.WriteStream,
  use: UseFolder<T>,
): Promise<T> {
  if (isAddress(source.from)) return withDownload(source, layout, stream, use)
  const stats = statSync(source.from, { throwIfNoEntry: false })
  if (stats?.isFile() === true) {
    await checkSum(source)
    return withUnpacked(source, source.from, source.from, layout, stream, use)
  }
  if (source.sha256 !== undefined && stats !== undefined) {
    throw new SourceError(`Expected a zip archive for --sha256, got the folder ${source.from}`)
  }
  if (stats === undefined) {
    const expected = 'Expected a folder, a zip archive or an http(s) address'
    throw new SourceError(`${expected}, got ${source.from}, which does not exist`)
  }
  return use(source.from, false)
}

async function checkSum({ from, sha256 }: ImportSource): Promise<void> {
  if (sha256 === undefined) return
  const actual = await sha256Of(from)
  if (actual === sha256.toLowerCase()) return
  throw new SourceError(`${from}: expected SHA-256 ${sha256.toLowerCase()}, got ${actual}`)
}

/** From the first address that has it; what each of them did instead is told. */
async function withDownload<T>(
  source: ImportSource,
  layout: ArchiveLayout,
  stream: NodeJS.WriteStream,
  use: UseFolder<T>,
): Promise<T> {
  const { from, dataDir, cacheDir, sha256, downloadBytesMax } = source
  const urls = parseAddresses(from)
  await tryWriting(dataDir)
  const complaints: string[] = []
  for (const url of urls) {
    try {
      const archive = await downloadArchive(url, {
        cacheDir,
        sha256,
        progress: createByteProgress(stream),
        limits: { ...ARCHIVE_LIMITS, bytesMax: downloadBytesMax },
      })
      return await withUnpacked(source, archive.path, toShownUrl(url), layout, stream, use, () =>
        archive.discard(),
      )
    } catch (error) {
      if (!(error instanceof SourceError) || urls.length === 1) throw error
      complaints.push(error.message)
    }
  }
  throw new SourceError(complaints.join('; '))
}

/** @param onDone - called when the archive is of no further use: it is unpacked, or no good */
async function withUnpacked<T>(
  { dataDir, unpackedBytesMax }: ImportSource,
  path: string,
  shown: string,
  layout: ArchiveLayout,
  stream: NodeJS.WriteStream,
  use: UseFolder<T>,
  onDone: () => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  await tryWriting(dataDir)
  return withImportFolder(dataDir, async (folder) => {
    const dir = join(folder, 'unpacked')
    const progress = createByteProgress(stream)
    try {
      await unpack(path, dir, {
        shown,
        layout,
        progress,
        limits: { ...ZIP_LIMITS, unpackedBytesMax },
      })
    } catch (error) {
      if (error instanceof SourceError) await onDone()
      throw error
    } finally {
      progress.end()
    }
    await onDone()
    return use(dir, true)
  })
}
