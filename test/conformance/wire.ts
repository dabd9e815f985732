/** Everything that goes to the server and comes back: bounded in time, and kept for the leak test. */

import { WebSocket } from 'ws'

import { createTalk } from './talk.ts'
import type { Talk } from './talk.ts'

/** Long enough for a busy machine; a server that keeps silent fails the test and not the run. */
const PATIENCE_MS = 15_000

type HttpReply = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** `undefined` when the body is no JSON. */
  readonly json: unknown
}

export type Wire = {
  request(method: string, path: string, body?: Body, headers?: HeaderList): Promise<HttpReply>
  get(path: string, headers?: HeaderList): Promise<HttpReply>
  /** A text or bytes go as they are, anything else as JSON; without a body none is sent. */
  post(path: string, body?: Body, headers?: HeaderList): Promise<HttpReply>
  /** For clients that send by themselves: as the built-in one, but bounded and kept. */
  readonly fetch: typeof fetch
  openSocket(path: string): Promise<Talk>
  /** What to undo once the sockets of a test are closed, in the order told. */
  afterwards(undo: () => Promise<unknown>): void
  /** Closes what a test left open, and waits until it is closed. */
  cleanUp(): Promise<void>
  /** Every body and every frame that came, in order. */
  readonly received: readonly string[]
}

type Body = string | Uint8Array | object
type HeaderList = Readonly<Record<string, string>>

export function createWire(url: () => string): Wire {
  const received: string[] = []
  const talks = new Set<Talk>()
  const undos: (() => Promise<unknown>)[] = []

  async function request(
    method: string,
    path: string,
    body?: Body,
    headers: HeaderList = {},
  ): Promise<HttpReply> {
    const response = await fetch(`${url()}${path}`, {
      method,
      headers: { connection: 'close', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body !== undefined && { body: toBytes(body) }),
    })
    const text = await response.text()
    received.push(text)
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  }

  return {
    request,
    get: async (path, headers) => request('GET', path, undefined, headers),
    post: async (path, body, headers = {}) =>
      request('POST', path, body, { 'content-type': 'application/json', ...headers }),
    async fetch(address, init) {
      const signals = [AbortSignal.timeout(PATIENCE_MS), ...(init?.signal ? [init.signal] : [])]
      const response = await fetch(address, { ...init, signal: AbortSignal.any(signals) })
      received.push(await response.clone().text())
      return response
    },
    async openSocket(path) {
      const socket = new WebSocket(`${url().replace(/^http/, 'ws')}${path}`, { maxPayload: 0 })
      const talk = await createTalk(socket, (frame) => received.push(frame))
      talks.add(talk)
      return talk
    },
    afterwards: (undo) => undos.push(undo),
    async cleanUp() {
      await Promise.all([...talks].map(async (talk) => talk.close()))
      talks.clear()
      for (const undo of undos.splice(0)) await undo()
    },
    received,
  }
}

function toBytes(body: Body): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
