/** Sockets that stay open while the object that holds them is not in memory. */

import type { Context, Hono } from 'hono'
import { WSContext, defineWebSocketHelper } from 'hono/ws'
import type { UpgradeWebSocket, WSEvents } from 'hono/ws'

import { BROUGHT_BACK } from '../../handlers/ports.ts'
import type { ObjectState, ServerSocket, SocketPair } from './runtime.ts'

/** What the runtime keeps with a socket. */
export type Attachment = {
  readonly id: string
  /** The address of its handshake, by which the handlers take it up again. */
  readonly address: string
  /** By `Date.now()`: when it last did something that counts. */
  readonly usedAtMs: number
}

export type HibernatingSockets = {
  readonly upgradeWebSocket: UpgradeWebSocket
  /** Hands a socket that the runtime has kept to the handlers of `app`. */
  bringBack(app: Hono, socket: ServerSocket): Promise<void>
  message(socket: ServerSocket, data: string | ArrayBuffer): void
  closed(socket: ServerSocket, code: number): void
  /** Those whose handlers are in memory. */
  inMemory(): readonly ServerSocket[]
  /** @param context - of a socket that did something that counts */
  used(context: WSContext): void
}

/** Does to a socket what a handler wants of it: now, or when it can be done. */
type WhenOpen = (work: () => void, isClose?: boolean) => void

const atOnce: WhenOpen = (work) => work()

const TOO_LARGE = 1009
const NORMAL_CLOSE = 1000
/** What is heard of a client that said none, or of one that is gone without a word. */
const NO_CODES: ReadonlySet<number> = new Set([1005, 1006])
/** What `readyState` says when both sides have said goodbye. */
const CLOSED = 3

declare const WebSocketPair: new () => SocketPair

/**
 * @param mayRest - whether the object may leave memory while its sockets are idle
 * @param frameBytesMax - a larger frame closes its socket with 1009
 */
export function createHibernatingSockets(
  state: Pick<ObjectState, 'acceptWebSocket'>,
  mayRest: boolean,
  frameBytesMax: number,
): HibernatingSockets {
  const bound = new Map<string, { readonly events: WSEvents; readonly context: WSContext }>()

  function bind(
    socket: ServerSocket,
    events: WSEvents,
    c: Context,
    whenOpen: WhenOpen = atOnce,
  ): WSContext {
    const context = new WSContext({
      send: (data) => whenOpen(() => socket.send(data)),
      close: (code, reason) => whenOpen(() => socket.close(code, reason), true),
      raw: socket,
      get readyState() {
        return socket.readyState
      },
      url: new URL(c.req.url),
    })
    bound.set(attachmentOf(socket).id, { events, context })
    return context
  }

  function accept(socket: ServerSocket, isRefused: boolean): void {
    // One that is closed before it has said anything would stay until the object rests.
    if (mayRest && !isRefused) {
      state.acceptWebSocket(socket)
      return
    }
    socket.accept()
    socket.addEventListener('message', ({ data }) => message(socket, data as string | ArrayBuffer))
    socket.addEventListener('close', ({ code }) => closed(socket, code))
  }

  /** The handlers see the socket first: what they say to it waits until it is accepted. */
  function open(socket: ServerSocket, events: WSEvents, c: Context): void {
    const waiting: (() => void)[] = []
    let isOpen = false
    let isRefused = false
    const context = bind(socket, events, c, (work, isClose = false) => {
      isRefused ||= isClose
      if (isOpen) work()
      else waiting.push(work)
    })
    events.onOpen?.(new Event('open'), context)
    accept(socket, isRefused)
    isOpen = true
    for (const work of waiting) work()
  }

  function message(socket: ServerSocket, data: string | ArrayBuffer): void {
    const { events, context } = bound.get(attachmentOf(socket).id) ?? {}
    if (events === undefined || context === undefined) return
    const size = typeof data === 'string' ? data.length : data.byteLength
    if (size > frameBytesMax) socket.close(TOO_LARGE)
    else events.onMessage?.(new MessageEvent('message', { data }), context)
  }

  function closed(socket: ServerSocket, code: number): void {
    const { id } = attachmentOf(socket)
    const { events, context } = bound.get(id) ?? {}
    bound.delete(id)
    // The client waits for our side of the goodbye.
    if (socket.readyState < CLOSED) socket.close(NO_CODES.has(code) ? NORMAL_CLOSE : code)
    if (context !== undefined) events?.onClose?.(new CloseEvent('close', { code }), context)
  }

  return {
    upgradeWebSocket: defineWebSocketHelper((c, events) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return
      // What `bringBack` passes.
      const { kept } = (c.env ?? {}) as { readonly kept?: ServerSocket }
      if (kept !== undefined) {
        events.onOpen?.(new Event(BROUGHT_BACK), bind(kept, events, c))
        return new Response(null)
      }
      const { 0: client, 1: socket } = new WebSocketPair()
      const { pathname, search } = new URL(c.req.url)
      const address = (pathname + search).slice(0, ADDRESS_CHARS_MAX)
      attach(socket, { id: crypto.randomUUID(), address, usedAtMs: Date.now() })
      open(socket, events, c)
      return new Response(null, { status: 101, webSocket: client } as ResponseInit)
    }),

    async bringBack(app, socket) {
      const { address } = attachmentOf(socket)
      const headers = { upgrade: 'websocket', connection: 'upgrade' }
      await app.request(address, { headers }, { kept: socket })
    },

    message,
    closed,

    // Of our own making, in `bind`.
    inMemory: () => Array.from(bound.values(), ({ context }) => context.raw as ServerSocket),

    used({ raw }) {
      // Of our own making, in `bind`.
      const socket = raw as ServerSocket
      attach(socket, { ...attachmentOf(socket), usedAtMs: Date.now() })
    },
  }
}

/** The runtime keeps little with a socket; no session's id is past it. */
const ADDRESS_CHARS_MAX = 2000

export function attachmentOf(socket: ServerSocket): Attachment {
  // Only `attach` writes it.
  return socket.deserializeAttachment() as Attachment
}

function attach(socket: ServerSocket, attachment: Attachment): void {
  socket.serializeAttachment(attachment)
}
