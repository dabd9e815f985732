/** What a zip archive holds, looked at before anything is unpacked; what means harm is refused. */

import { openPromise } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'

import { SourceError } from './source-error.ts'

export type ZipLimits = {
  readonly entriesMax: number
  /** Of all files together that are unpacked. */
  readonly unpackedBytesMax: number
  /** How much larger than packed a file may get. Deflate reaches 1,032, tables of text about 20. */
  readonly ratioMax: number
}

export const ZIP_LIMITS: ZipLimits = {
  entriesMax: 100_000,
  unpackedBytesMax: 64 * 2 ** 30,
  ratioMax: 250,
}

export type ZipContent = {
  readonly file: ZipFile
  /** Of its files, without folders and what macOS adds. */
  readonly entries: readonly Entry[]
}

/**
 * @param shown - what people know the archive by
 * @param path - where it lies
 * @returns what has to be closed by the caller
 * @throws {SourceError} in one line: it is no zip archive, or one that would write elsewhere
 */
export async function openZip(shown: string, path: string, limits: ZipLimits): Promise<ZipContent> {
  const file = await openPromise(path, { strictFileNames: true, autoClose: false }).catch(
    (error: unknown) => {
      if (isSystemError(error)) throw error
      throw new SourceError(`${shown} is no whole zip archive: ${reasonOf(error)}`, {
        cause: error,
      })
    },
  )
  try {
    return { file, entries: await listEntries(shown, file, limits) }
  } catch (error) {
    file.close()
    if (error instanceof SourceError || isSystemError(error)) throw error
    // The library's own checks: of paths, of sizes, of the directory.
    throw new SourceError(`${shown} is refused: ${reasonOf(error)}`, { cause: error })
  }
}

async function listEntries(shown: string, file: ZipFile, limits: ZipLimits): Promise<Entry[]> {
  if (file.entryCount > limits.entriesMax) {
    throw new SourceError(`${shown} is refused: more than ${limits.entriesMax} entries`)
  }
  const names = new Set<string>()
  const entries: Entry[] = []
  for await (const entry of file.eachEntry()) {
    const { fileName } = entry
    if (fileName.endsWith('/') || isOfMacOs(fileName)) continue
    if (isSymlink(entry)) throw new SourceError(`${shown} is refused: ${fileName} is a link`)
    if (names.has(fileName))
      throw new SourceError(`${shown} is refused: ${fileName} is there twice`)
    names.add(fileName)
    entries.push(entry)
  }
  return entries
}

/**
 * @param entries - those that are to be unpacked
 * @throws {SourceError} in one line: one is encrypted, or they are larger than is plausible
 */
export function refuseBombs(shown: string, entries: readonly Entry[], limits: ZipLimits): void {
  let total = 0
  for (const { fileName, compressedSize, uncompressedSize, ...entry } of entries) {
    if ((entry.generalPurposeBitFlag & 1) === 1) {
      throw new SourceError(`${shown} is refused: ${fileName} is encrypted`)
    }
    // Small files may be all alike, and do no harm.
    if (uncompressedSize > 2 ** 20 && uncompressedSize > compressedSize * limits.ratioMax) {
      throw new SourceError(
        `${shown} is refused: ${fileName} would grow from ${compressedSize} to ${uncompressedSize} bytes`,
      )
    }
    total += uncompressedSize
  }
  if (total > limits.unpackedBytesMax) {
    throw new SourceError(
      `${shown} is refused: it would unpack to ${total} bytes, more than ${limits.unpackedBytesMax}`,
    )
  }
}

function isOfMacOs(name: string): boolean {
  return name.startsWith('__MACOSX/') || /(?:^|\/)\.(?:_|DS_Store$)/.test(name)
}

const FILE_KIND = 0o170000
const LINK = 0o120000

/** Unix keeps the mode of a file in the upper half. */
function isSymlink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & FILE_KIND) === LINK
}

/** As the operating system reports them: a full disk, a file that is gone. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

export function reasonOf(error: unknown): string {
  const [line] = String(error instanceof Error ? error.message : error).split('\n')
  return line ?? ''
}
