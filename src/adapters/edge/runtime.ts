/** What of Cloudflare's runtime we use, as it is there with the compatibility date of wrangler.toml. */

/** A socket on the server's side, which may outlive the object's memory. */
export type ServerSocket = WebSocket & {
  /** Without hibernation: the object then stays in memory. */
  accept(): void
  /** Up to 16 KiB that stay with the socket. */
  serializeAttachment(value: unknown): void
  deserializeAttachment(): unknown
}

/** A pair whose first end goes to the client. */
export type SocketPair = { readonly 0: WebSocket; readonly 1: ServerSocket }

export type ObjectStorage = {
  readonly kv: {
    get(key: string): unknown
    put(key: string, value: unknown): void
    delete(key: string): boolean
    list(): Iterable<[string, unknown]>
  }
  /** @param atMs - by `Date.now()`; takes the place of one that was set before */
  setAlarm(atMs: number): Promise<void>
  /** The alarm goes too. */
  deleteAll(): Promise<void>
}

export type ObjectState = {
  readonly id: { readonly name?: string }
  readonly storage: ObjectStorage
  acceptWebSocket(socket: ServerSocket): void
  getWebSockets(): ServerSocket[]
}

type ObjectNamespace = {
  getByName(name: string): { fetch(request: Request): Promise<Response> }
}

export type EdgeBindings = Readonly<Record<string, unknown>> & {
  readonly SESSIONS: ObjectNamespace
}
