/** Server-sent events as they come, and whether the stream holds. */

import { useEffect, useState } from 'preact/hooks'
import * as v from 'valibot'

/** What is done with the data of each kind of event. */
export type EventHandlers = Readonly<Record<string, (data: unknown) => void>>

export type StreamState = 'connecting' | 'open' | 'lost' | 'ended'

/** An `end` event ends the stream; else the browser connects again whenever it is lost. */
export function useEventStream(path: string | undefined, handlers: EventHandlers): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  useEffect(() => {
    if (path === undefined) return
    setState('connecting')
    const source = new EventSource(path)
    source.addEventListener('open', () => setState('open'))
    source.addEventListener('error', () => setState('lost'))
    source.addEventListener('end', () => {
      source.close()
      setState('ended')
    })
    for (const [event, handle] of Object.entries(handlers)) {
      source.addEventListener(event, ({ data }: MessageEvent<string>) => handle(JSON.parse(data)))
    }
    return () => source.close()
    // The handlers set state, and stay right for as long as the stream is the same.
  }, [path])
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
