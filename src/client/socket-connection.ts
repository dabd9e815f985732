/** One WebSocket to the server, with one request on its way at a time. It never comes back. */

import { parseServerFrame, toSqlEnvError } from './server-frame.ts'
import type { ServerFrame } from './server-frame.ts'
import { SqlEnvError } from './sqlenv-error.ts'

/** How long a close may take before it is no longer waited for. */
const CLOSE_TIMEOUT_MS = 1000

/** A frame of the server, and its text as it came. */
export type ServerReply = { readonly frame: ServerFrame; readonly text: string }

type PendingRequest = {
  readonly resolve: (reply: ServerReply) => void
  readonly reject: (error: SqlEnvError) => void
}

/** @throws {SqlEnvError} CONNECT_FAILED when it is not open within `timeoutMs` */
export async function openConnection(url: string, timeoutMs: number): Promise<SocketConnection> {
  const socket = new WebSocket(url)
  const opening = Promise.withResolvers<void>()
  const fail = (reason: string) => {
    opening.reject(new SqlEnvError('CONNECT_FAILED', `No connection to ${url}: ${reason}`))
  }
  const timer = setTimeout(() => fail(`not open after ${timeoutMs} ms`), timeoutMs)
  // Listening begins before it is open: a full server sends its refusal at once.
  const connection = new SocketConnection(socket)
  socket.addEventListener('open', () => opening.resolve())
  socket.addEventListener('close', ({ code }) => fail(`closed with code ${code}`))
  try {
    await opening.promise
    return connection
  } catch (error) {
    socket.close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

export class SocketConnection {
  readonly #socket: WebSocket
  readonly #closed = Promise.withResolvers<void>()
  #pending: PendingRequest | undefined
  #end: SqlEnvError | undefined
  #refusal: SqlEnvError | undefined

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(data))
    socket.addEventListener('close', ({ code }) => {
      this.#giveUp(
        new SqlEnvError('CONNECTION_LOST', `The connection was closed with code ${code}`),
      )
      this.#closed.resolve()
    })
  }

  /** Whether a request can still be made. */
  get isOpen(): boolean {
    return this.#end === undefined && this.#socket.readyState === WebSocket.OPEN
  }

  /** Resolves when the socket is closed, by whichever side. */
  get closed(): Promise<void> {
    return this.#closed.promise
  }

  /** An error that the server sent unasked before it closed, such as CAPACITY_REACHED. */
  get refusal(): SqlEnvError | undefined {
    return this.#refusal
  }

  /**
   * @throws {SqlEnvError} CONNECTION_LOST, TIMED_OUT or BAD_REPLY, after which this connection is of
   *   no more use; an error frame is returned, not thrown
   */
  async request(text: string, timeoutMs: number): Promise<ServerReply> {
    if (this.#end !== undefined) throw this.#end
    const { promise, resolve, reject } = Promise.withResolvers<ServerReply>()
    this.#pending = { resolve, reject }
    const timer = setTimeout(() => {
      // The reply may still come. On this connection it would be taken for the next one's.
      this.#giveUp(new SqlEnvError('TIMED_OUT', `No reply within ${timeoutMs} ms`))
    }, timeoutMs)
    try {
      this.#socket.send(text)
      return await promise
    } finally {
      clearTimeout(timer)
      this.#pending = undefined
    }
  }

  /** A request on its way fails with `reason`. Resolves when the socket is closed, or after 1 s. */
  async close(reason: SqlEnvError): Promise<void> {
    if (this.isOpen) this.#socket.send(JSON.stringify({ type: 'close' }))
    this.#giveUp(reason)
    let timer: ReturnType<typeof setTimeout> | undefined
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS)
    })
    await Promise.race([this.#closed.promise, tooLong])
    clearTimeout(timer)
  }

  #take(data: unknown): void {
    if (this.#end !== undefined) return
    try {
      const frame = parseServerFrame(data)
      // Only a text is a frame.
      if (this.#pending !== undefined) this.#pending.resolve({ frame, text: data as string })
      else this.#takeUnasked(frame)
    } catch (error) {
      this.#giveUp(error as SqlEnvError)
    }
    this.#pending = undefined
  }

  #takeUnasked(frame: ServerFrame): void {
    if (frame.type !== 'error') {
      throw new SqlEnvError('BAD_REPLY', `The server sent a frame unasked: ${frame.type}`)
    }
    this.#refusal = toSqlEnvError(frame)
    this.#giveUp(this.#refusal)
  }

  #giveUp(error: SqlEnvError): void {
    this.#end ??= error
    this.#pending?.reject(this.#end)
    this.#socket.close()
  }
}
