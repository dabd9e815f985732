/** Server-sent events as they come, and whether the stream holds. */

import { useEffect, useState } from 'preact/hooks'
import * as v from 'valibot'

/** What is done with the data of each kind of event. */
export type EventHandlers = Readonly<Record<string, (data: unknown) => void>>

export type StreamState = 'connecting' | 'open' | 'lost' | 'refused' | 'ended'

/** So long a stream that the server refused is left alone. */
const REFUSED_MS = 5000

/**
 * An `end` event ends the stream; else the browser connects again whenever it is lost.
 *
 * @param insists - whether to ask again also where the server refused it
 */
export function useEventStream(
  path: string,
  handlers: EventHandlers,
  insists = false,
): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const source = new EventSource(path)
    source.addEventListener('open', () => setState('open'))
    source.addEventListener('error', () => {
      // After an answer that is no stream the browser does not connect again.
      const isRefused = source.readyState === EventSource.CLOSED
      setState(isRefused ? 'refused' : 'lost')
      if (isRefused && insists) timer = setTimeout(() => setAttempt(attempt + 1), REFUSED_MS)
    })
    source.addEventListener('end', () => {
      source.close()
      setState('ended')
    })
    for (const [event, handle] of Object.entries(handlers)) {
      source.addEventListener(event, ({ data }: MessageEvent<string>) => handle(JSON.parse(data)))
    }
    return () => {
      clearTimeout(timer)
      source.close()
    }
    // The handlers set state, and stay right for as long as the stream is the same.
  }, [path, attempt])
  return state
}

/** Hands on what `schema` knows; a server of another version may send more. */
export function parsed<S extends v.GenericSchema>(
  schema: S,
  handle: (data: v.InferOutput<S>) => void,
): (data: unknown) => void {
  return (data) => {
    const result = v.safeParse(schema, data)
    if (result.success) handle(result.output)
  }
}
