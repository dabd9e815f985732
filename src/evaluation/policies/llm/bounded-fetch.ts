/** `fetch` for an endpoint that is not trusted to answer, to end its answer, or to be brief. */

import { setTimeout as sleep } from 'node:timers/promises'

export type FetchBounds = {
  /** From when the request is sent until the last byte of its reply. */
  readonly timeoutMs: number
  /** Of a reply's body; the rest is cut off. */
  readonly bytesMax: number
  /** How long a request waits before it is sent; not counted in `timeoutMs`. */
  readonly waitMs: () => number
  readonly onSent: () => void
}

/** @returns a `fetch` whose response has arrived whole */
export function createBoundedFetch({ timeoutMs, bytesMax, waitMs, onSent }: FetchBounds) {
  return async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { signal: caller } = init
    await sleep(waitMs(), undefined, caller ? { signal: caller } : {})
    onSent()
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = caller ? AbortSignal.any([caller, timeout]) : timeout
    const response = await fetch(url, { ...init, signal })
    const text = await readText(response, bytesMax)
    const { status, headers } = response
    // Some statuses must not have a body, not even an empty one.
    return new Response(text === '' ? null : text, { status, headers })
  }
}

async function readText({ body }: Response, bytesMax: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    text += decoder.decode(chunk, { stream: true })
    // Leaving the loop cancels the rest.
    if (bytes > bytesMax) break
  }
  return text + decoder.decode()
}
