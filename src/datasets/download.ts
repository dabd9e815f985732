/** Fetches one file over HTTP: bounded in time and size, tried again where that may help. */

import { setTimeout as delay } from 'node:timers/promises'

import { SourceError } from './source-error.ts'

export type DownloadLimits = {
  /** A larger file is refused, at once where its length is told beforehand. */
  readonly bytesMax: number
  /** How long a server may say nothing. */
  readonly silenceMs: number
  /** How long one try may take. */
  readonly totalMs: number
  /** Waited before each further try. */
  readonly retryDelaysMs: readonly number[]
}

/**
 * @returns `undefined` when the server has no such file (404)
 * @throws {SourceError} with one line that names the address and what came instead of the file
 */
export async function download(url: URL, limits: DownloadLimits): Promise<Uint8Array | undefined> {
  for (const delayMs of limits.retryDelaysMs) {
    try {
      return await tryOnce(url, limits)
    } catch (error) {
      if (!(error instanceof PassingError)) throw error
      await delay(delayMs)
    }
  }
  return tryOnce(url, limits)
}

/** The address as people may see it: what stands behind `?` may be a key. */
export function toShownUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname}`
}

/** What may be gone at the next try. */
export class PassingError extends SourceError {}

async function tryOnce(url: URL, limits: DownloadLimits): Promise<Uint8Array | undefined> {
  const shown = toShownUrl(url)
  const silence = new AbortController()
  const onSilence = () =>
    silence.abort(new PassingError(`${shown} said nothing for ${limits.silenceMs / 1000} s`))
  const total = AbortSignal.timeout(limits.totalMs)
  let timer = setTimeout(onSilence, limits.silenceMs)
  try {
    const response = await fetch(url, { signal: AbortSignal.any([silence.signal, total]) })
    if (response.status === 404) {
      await response.body?.cancel()
      return undefined
    }
    if (!response.ok) {
      await response.body?.cancel()
      const isPassing = response.status >= 500 || response.status === 429
      throw new (isPassing ? PassingError : SourceError)(`${shown} answered ${response.status}`)
    }
    refuseLarge(shown, Number(response.headers.get('content-length') ?? 0), limits.bytesMax)
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer)
      timer = setTimeout(onSilence, limits.silenceMs)
      bytes += chunk.length
      refuseLarge(shown, bytes, limits.bytesMax)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof SourceError) throw error
    if (total.aborted) {
      throw new PassingError(`${shown} took longer than ${limits.totalMs / 1000} s`, {
        cause: error,
      })
    }
    throw new PassingError(`${shown} cannot be fetched: ${reasonOf(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

function refuseLarge(shown: string, bytes: number, bytesMax: number): void {
  if (bytes > bytesMax) throw new SourceError(`${shown} is larger than ${bytesMax} bytes`)
}

/** `fetch` says only that it failed; why is in the cause, which may have no more than a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  return 'code' in cause && cause.message === '' ? String(cause.code) : cause.message
}
