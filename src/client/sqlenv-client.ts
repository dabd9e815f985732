/**
 * Plays episodes on a server over its WebSocket, in Node 22 and later and in browsers. Replies and
 * actions are as on the wire: docs/protocol.md.
 */

import type { WireAction } from '../protocol/action.ts'
import type { WireReply, WireState } from '../protocol/reply.ts'
import type { WireResetData } from '../protocol/reset-options.ts'
import { toSqlEnvError } from './server-frame.ts'
import type { ServerFrame } from './server-frame.ts'
import { openConnection } from './socket-connection.ts'
import type { SocketConnection } from './socket-connection.ts'
import { toSocketUrl } from './socket-url.ts'
import { SqlEnvError } from './sqlenv-error.ts'

const FIRST_RETRY_DELAY_MS = 100
const RETRY_DELAY_MS_MAX = 2000

export type ClientOptions = {
  /** For one attempt to connect. Default: 10,000. */
  readonly connectTimeoutMs?: number
  /** From sending a request to its reply. Default: 60,000. */
  readonly replyTimeoutMs?: number
  /** Attempts to connect, with growing pauses between them, before it is an error. Default: 5. */
  readonly connectAttemptsMax?: number
  /** Is told of each request that was answered, errors left out, before its promise resolves. */
  readonly onExchange?: (exchange: Exchange) => void
}

/** A request and its reply, both also as the texts that went over the socket. */
export type Exchange = {
  readonly request: ClientFrame
  readonly requestText: string
  readonly reply: AnswerFrame
  readonly replyText: string
}

type AnswerFrame = Exclude<ServerFrame, { type: 'error' }>

type ClientFrame =
  | { readonly type: 'reset'; readonly data: WireResetData }
  | { readonly type: 'step'; readonly data: WireAction }
  | { readonly type: 'state' }

/**
 * @param url - of the server, without `/ws`: `http://localhost:8000`, `wss://host`, `localhost:8000`
 * @returns a client that is connected, without an episode yet
 * @throws {SqlEnvError} CONNECT_FAILED
 * @throws {TypeError} when `url` is none
 */
export async function connectSqlEnv(
  url: string,
  options: ClientOptions = {},
): Promise<SqlEnvClient> {
  const client = new SqlEnvClient(toSocketUrl(url), options)
  await client.connect()
  return client
}

/**
 * One session: requests made at once are answered one after another, in their order. When the
 * server closed the connection, the next `reset` connects again; the episode is gone, so `step` and
 * `state` fail with RESET_NEEDED until then. A request whose reply was lost is never sent again.
 */
export class SqlEnvClient {
  readonly #socketUrl: string
  readonly #options: Required<ClientOptions>
  #connection: SocketConnection | undefined
  #episode: 'none' | 'begun' | 'lost' = 'none'
  #isClosed = false
  #queue: Promise<unknown> = Promise.resolve()

  constructor(socketUrl: string, options: ClientOptions) {
    this.#socketUrl = socketUrl
    this.#options = {
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      replyTimeoutMs: options.replyTimeoutMs ?? 60_000,
      connectAttemptsMax: options.connectAttemptsMax ?? 5,
      onExchange: options.onExchange ?? (() => undefined),
    }
  }

  /** Connects when there is no connection; every `reset` does so by itself. */
  connect(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#connected()
    })
  }

  /** Begins an episode, whatever became of the one before. */
  reset(data: WireResetData = {}): Promise<WireReply> {
    return this.#inTurn(async () => {
      const reply = await this.#observe({ type: 'reset', data })
      this.#episode = 'begun'
      return reply
    })
  }

  /** @throws {SqlEnvError} RESET_NEEDED, and then nothing was sent */
  step(action: WireAction): Promise<WireReply> {
    return this.#inTurn(() => {
      this.#noticeLoss()
      if (this.#episode !== 'begun') throw resetNeeded(this.#episode)
      return this.#observe({ type: 'step', data: action })
    })
  }

  describe(table: string): Promise<WireReply> {
    return this.step({ action_type: 'DESCRIBE', argument: table })
  }

  sample(table: string): Promise<WireReply> {
    return this.step({ action_type: 'SAMPLE', argument: table })
  }

  query(sql: string): Promise<WireReply> {
    return this.step({ action_type: 'QUERY', argument: sql })
  }

  answer(value: string): Promise<WireReply> {
    return this.step({ action_type: 'ANSWER', argument: value })
  }

  /** @throws {SqlEnvError} RESET_NEEDED when an episode had begun and is lost */
  state(): Promise<WireState> {
    return this.#inTurn(async () => {
      this.#noticeLoss()
      if (this.#episode === 'lost') throw resetNeeded('lost')
      const frame = await this.#exchange({ type: 'state' })
      if (frame.type === 'state') return frame.data
      throw await this.#outOfStep(frame)
    })
  }

  /** Ends the session. Requests that have no reply yet fail with CLIENT_CLOSED. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#connection?.close(clientClosed())
  }

  #inTurn<T>(request: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => {
      if (this.#isClosed) throw clientClosed()
      return request()
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #observe(request: ClientFrame): Promise<WireReply> {
    const frame = await this.#exchange(request)
    if (frame.type === 'observation') return frame.data
    throw await this.#outOfStep(frame)
  }

  async #exchange(request: ClientFrame): Promise<AnswerFrame> {
    const connection = await this.#connected()
    const requestText = JSON.stringify(request)
    const { frame, text } = await connection.request(requestText, this.#options.replyTimeoutMs)
    if (frame.type === 'error') throw toSqlEnvError(frame)
    this.#options.onExchange({ request, requestText, reply: frame, replyText: text })
    return frame
  }

  /** A reply of the wrong kind: from here on no reply can be trusted to belong to its request. */
  async #outOfStep(frame: ServerFrame): Promise<SqlEnvError> {
    const error = new SqlEnvError('BAD_REPLY', `The server answered with a frame ${frame.type}`)
    await this.#connection?.close(error)
    return error
  }

  async #connected(): Promise<SocketConnection> {
    if (this.#connection?.isOpen === true) return this.#connection
    this.#noticeLoss()
    const refusal = this.#connection?.refusal
    this.#connection = undefined
    if (refusal !== undefined) throw refusal
    const connection = await this.#open()
    this.#connection = connection
    if (this.#isClosed) await connection.close(clientClosed())
    return connection
  }

  async #open(): Promise<SocketConnection> {
    const { connectTimeoutMs, connectAttemptsMax } = this.#options
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await openConnection(this.#socketUrl, connectTimeoutMs)
      } catch (error) {
        if (attempt >= connectAttemptsMax || this.#isClosed) throw error
        await pause(retryDelayMs(attempt))
      }
    }
  }

  #noticeLoss(): void {
    if (this.#episode === 'begun' && this.#connection?.isOpen !== true) this.#episode = 'lost'
  }
}

function resetNeeded(episode: 'none' | 'lost'): SqlEnvError {
  const reason =
    episode === 'lost'
      ? 'The connection was lost, and the episode with it: reset before the next step'
      : 'There is no episode yet: reset before the first step'
  return new SqlEnvError('RESET_NEEDED', reason)
}

function clientClosed(): SqlEnvError {
  return new SqlEnvError('CLIENT_CLOSED', 'The client was closed')
}

/** Doubling, up to a limit, and spread out so that many clients do not return all at once. */
function retryDelayMs(attempt: number): number {
  const delayMs = Math.min(FIRST_RETRY_DELAY_MS * 2 ** (attempt - 1), RETRY_DELAY_MS_MAX)
  return delayMs * (0.5 + Math.random() / 2)
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs)
  })
}
