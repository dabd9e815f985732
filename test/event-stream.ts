/** Reads a stream of server-sent events, one after the other. */

const WAIT_MS = 10_000

type ReceivedEvent = { readonly event: string; readonly data: unknown }

export type EventStream = {
  readonly status: number
  readonly headers: Headers
  /** @throws {Error} when none comes, or the stream has ended */
  next(): Promise<ReceivedEvent>
  /** Resolves with all that comes until the server ends the stream. */
  rest(): Promise<ReceivedEvent[]>
  close(): void
}

export async function openEventStream(url: string): Promise<EventStream> {
  const stopping = new AbortController()
  const timeOut = AbortSignal.timeout(WAIT_MS)
  const response = await fetch(url, { signal: AbortSignal.any([stopping.signal, timeOut]) })
  const events = eventsOf(response)
  return {
    status: response.status,
    headers: response.headers,
    async next() {
      const { done, value } = await events.next()
      if (done) throw new Error(`The stream of ${url} has ended`)
      return value
    },
    async rest() {
      const all: ReceivedEvent[] = []
      for await (const event of events) all.push(event)
      return all
    },
    close: () => stopping.abort(),
  }
}

async function* eventsOf(response: Response): AsyncGenerator<ReceivedEvent, undefined> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parseEvent(text.slice(0, end))
      text = text.slice(end + 2)
      if (event !== undefined) yield event
    }
  }
  return undefined
}

/** Undefined for a comment. */
function parseEvent(block: string): ReceivedEvent | undefined {
  const [, event] = /^event: (.*)$/m.exec(block) ?? []
  const [, data] = /^data: (.*)$/m.exec(block) ?? []
  if (event === undefined || data === undefined) return undefined
  return { event, data: JSON.parse(data) }
}
