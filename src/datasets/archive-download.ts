/**
 * Fetches one large file over HTTP into a folder that outlives the process: what is cut off goes on
 * where it stopped, also at the next import, if the server still has the same file.
 */

import { mkdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

import { createDownloadPart } from './download-part.ts'
import type { DownloadPart } from './download-part.ts'
import { PassingError, reasonOf, toShownUrl } from './download.ts'
import { isDiskFull } from './full-disk.ts'
import type { ByteProgress } from './import-progress.ts'
import { sha256Of } from './same-file.ts'
import { SourceError } from './source-error.ts'

export type ArchiveLimits = {
  /** A larger file is refused, at once where its length is told beforehand. */
  readonly bytesMax: number
  /** How long a server may say nothing. */
  readonly silenceMs: number
  /** How long all may take, tries and pauses included. */
  readonly totalMs: number
  /** Waited before each further try; after one that brought something, it begins anew. */
  readonly retryDelaysMs: readonly number[]
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  bytesMax: 4 * 2 ** 30,
  silenceMs: 30_000,
  totalMs: 6 * 3600 * 1000,
  retryDelaysMs: [1000, 4000, 15_000],
}

export type ArchiveDownload = {
  readonly cacheDir: string
  /** In hexadecimal digits; what the file has to have. */
  readonly sha256: string | undefined
  readonly progress: ByteProgress
  readonly limits: ArchiveLimits
}

export type FetchedArchive = {
  readonly path: string
  /** It is of no further use: unpacked, or no good. */
  readonly discard: () => Promise<void>
}

/** @throws {SourceError} with one line that names the address and what came instead of the file */
export async function downloadArchive(
  url: URL,
  { cacheDir, sha256, progress, limits }: ArchiveDownload,
): Promise<FetchedArchive> {
  await mkdir(cacheDir, { recursive: true })
  const part = createDownloadPart(url, cacheDir)
  const shown = toShownUrl(url)
  const deadline = AbortSignal.timeout(limits.totalMs)
  let failures = 0
  for (;;) {
    const bytesBefore = await part.bytes()
    try {
      await tryOnce(url, part, progress, limits, deadline)
      break
    } catch (error) {
      progress.end()
      if (isDiskFull(error)) {
        throw new SourceError(`Not enough room in ${cacheDir} for ${shown} (${error.code})`, {
          cause: error,
        })
      }
      if (!(error instanceof PassingError)) throw error
      if (deadline.aborted) {
        throw new SourceError(`${shown} took longer than ${limits.totalMs / 1000} s`, {
          cause: error,
        })
      }
      failures = (await part.bytes()) > bytesBefore ? 1 : failures + 1
      const delayMs = limits.retryDelaysMs[failures - 1]
      if (delayMs === undefined) throw error
      await delay(delayMs)
    }
  }
  if (sha256 !== undefined) {
    const actual = await sha256Of(part.path)
    if (actual !== sha256.toLowerCase()) {
      const bytes = await part.bytes()
      await part.discard()
      throw new SourceError(
        `${shown}: expected SHA-256 ${sha256.toLowerCase()}, got ${actual} (${bytes} bytes)`,
      )
    }
  }
  return { path: part.path, discard: part.discard }
}

async function tryOnce(
  url: URL,
  part: DownloadPart,
  progress: ByteProgress,
  limits: ArchiveLimits,
  deadline: AbortSignal,
): Promise<void> {
  const shown = toShownUrl(url)
  const validator = part.validator()
  const offset = validator === undefined ? 0 : await part.bytes()
  // Packed on the way, offsets would count other bytes.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' }
  if (validator !== undefined && offset > 0) {
    headers['range'] = `bytes=${offset}-`
    headers['if-range'] = validator
  }
  const silence = createSilence(shown, limits.silenceMs)
  const signal = AbortSignal.any([silence.signal, deadline])
  let received = 0
  let expected: number | undefined
  try {
    const response = await fetch(url, { headers, signal })
    const answer = judgeResponse(response, offset, validator)
    if (answer.kind === 'complete') return
    if (answer.kind === 'other') {
      await response.body?.cancel()
      // What is there is no part of what the server has.
      if (response.status === 206 || response.status === 416) await part.discard()
      throw answer.isPassing
        ? new PassingError(`${shown} ${answer.claim}`)
        : new SourceError(`${shown} ${answer.claim}`)
    }
    const isResumed = answer.kind === 'rest'
    received = isResumed ? offset : 0
    expected = answer.bytesTotal
    refuseLarge(shown, expected ?? 0, limits.bytesMax)
    progress.begin(`Fetching ${shown}`, expected, received)
    await using file = isResumed ? await part.goOn() : await part.begin(validatorOf(response))
    for await (const chunk of response.body ?? []) {
      silence.postpone()
      if (received === 0) refuseOther(shown, chunk)
      refuseLarge(shown, received + chunk.length, limits.bytesMax)
      await file.writeFile(chunk)
      received += chunk.length
      progress.advance(chunk.length)
    }
    await file.sync()
  } catch (error) {
    throw toSourceError(shown, error, received, expected)
  } finally {
    silence.stop()
  }
  if (received === 0) throw new SourceError(`${shown} is empty`)
  if (expected !== undefined && received !== expected) {
    throw new PassingError(`${shown} ended after ${received} of ${expected} bytes`)
  }
  progress.end()
}

type Answer =
  | { readonly kind: 'whole' | 'rest'; readonly bytesTotal: number | undefined }
  | { readonly kind: 'complete' }
  /** @param claim - what the server did */
  | { readonly kind: 'other'; readonly claim: string; readonly isPassing: boolean }

/**
 * @param offset - of the range that was asked for; 0 where none was
 * @param validator - of the file that the range is one of
 */
function judgeResponse(response: Response, offset: number, validator: string | undefined): Answer {
  const { status, headers } = response
  if (status === 200) {
    const length = headers.get('content-length')
    return { kind: 'whole', bytesTotal: length === null ? undefined : Number(length) }
  }
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  const bytesTotal = range?.[2] === undefined || range[2] === '*' ? undefined : Number(range[2])
  // A server may know ranges and not If-Range.
  const isSameFile = (validatorOf(response) ?? validator) === validator
  if (status === 206 && offset > 0) {
    const isRest = isSameFile && Number(range?.[1]) === offset
    const claim = 'sent another range than it was asked for'
    return isRest ? { kind: 'rest', bytesTotal } : { kind: 'other', claim, isPassing: true }
  }
  // No byte is left after ours.
  if (status === 416 && offset > 0 && isSameFile && bytesTotal === offset) {
    return { kind: 'complete' }
  }
  const isPassing = status >= 500 || status === 429 || status === 408 || status === 416
  return { kind: 'other', claim: `answered ${status}`, isPassing }
}

/** A weak ETag does not promise the same bytes. */
function validatorOf({ headers }: Response): string | undefined {
  const etag = headers.get('etag')
  if (etag !== null && etag.startsWith('"')) return etag
  return headers.get('last-modified') ?? undefined
}

const ZIP_MAGIC = 'PK'

/** A page that says "sign in", or a pointer to the file, may come with status 200. */
function refuseOther(shown: string, chunk: Uint8Array): void {
  const start = Buffer.from(chunk.subarray(0, 16)).toString('latin1')
  if (start.startsWith(ZIP_MAGIC)) return
  const line = JSON.stringify(start.split(/[\r\n]/, 1).join())
  throw new SourceError(`${shown} is no zip archive: it begins with ${line}`)
}

function refuseLarge(shown: string, bytes: number, bytesMax: number): void {
  if (bytes > bytesMax) {
    throw new SourceError(`${shown} is larger than ${bytesMax} bytes (see --download-max-mb)`)
  }
}

function createSilence(shown: string, silenceMs: number) {
  const controller = new AbortController()
  const abort = (): void =>
    controller.abort(new PassingError(`${shown} said nothing for ${silenceMs / 1000} s`))
  let timer = setTimeout(abort, silenceMs)
  return {
    signal: controller.signal,
    postpone() {
      clearTimeout(timer)
      timer = setTimeout(abort, silenceMs)
    },
    stop: () => clearTimeout(timer),
  }
}

/** Our own words stay, and so do those of the disk: it is no fault of the server. */
function toSourceError(
  shown: string,
  error: unknown,
  received: number,
  expected: number | undefined,
): unknown {
  if (error instanceof SourceError) return error
  if (error instanceof Error && 'syscall' in error && error.syscall === 'write') return error
  const reason = reasonOf(error)
  if (reason.includes('redirect count exceeded')) {
    return new SourceError(`${shown} redirects without end`, { cause: error })
  }
  const place = received > 0 ? ` after ${received} of ${expected ?? 'unknown'} bytes` : ''
  const claim = received > 0 ? `was cut off${place}` : 'cannot be fetched'
  return new PassingError(`${shown} ${claim}: ${reason}`, { cause: error })
}
