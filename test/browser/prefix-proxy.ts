/** A proxy that serves a server below a path, sockets too, as some hosts do. */

import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type PrefixProxy = {
  /** Of the server, through the proxy. */
  readonly url: string
  /** Every path that was asked for, whether below the prefix or not. */
  asked(): string[]
  close(): Promise<void>
}

export async function startPrefixProxy(prefix: string, target: string): Promise<PrefixProxy> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const forward = (incoming: IncomingMessage) => {
    const path = incoming.url ?? '/'
    asked.push(path)
    if (!path.startsWith(`${prefix}/`)) return undefined
    const { method, headers } = incoming
    return request(target + path.slice(prefix.length), { method, headers })
  }
  const proxy = createServer((incoming, outgoing) => {
    const forwarded = forward(incoming)
    if (forwarded === undefined) {
      outgoing.writeHead(404).end()
      return
    }
    forwarded.on('response', (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(outgoing)
    })
    forwarded.on('error', () => outgoing.destroy())
    incoming.pipe(forwarded)
  })
  proxy.on('upgrade', (incoming, socket: Socket) => {
    const forwarded = forward(incoming)
    if (forwarded === undefined) {
      socket.destroy()
      return
    }
    forwarded.on('upgrade', (reply, upstream: Socket) => {
      const lines = Object.entries(reply.headers).map(
        ([name, value]) => `${name}: ${String(value)}`,
      )
      socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'))
      upstream.pipe(socket).pipe(upstream)
      for (const end of [upstream, socket])
        end.on('error', () => [upstream, socket].map((each) => each.destroy()))
    })
    forwarded.on('error', () => socket.destroy())
    forwarded.end()
  })
  proxy.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    asked: () => [...asked],
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
