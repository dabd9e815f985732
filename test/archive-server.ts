/** A real HTTP server for one file that knows ranges, and can be told to answer badly. */

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Answers one request in place of the server. */
export type Answer = (response: ServerResponse, content: Buffer, request: IncomingMessage) => void

export type ArchiveServer = {
  readonly url: URL
  /** The ranges that were asked for, in order; empty where none was. */
  readonly ranges: readonly string[]
  /** What is served from now on. */
  content: Buffer
  /** The next requests are answered so, each once; those after them as they should be. */
  answer(...answers: Answer[]): void
  close(): Promise<void>
}

/** On a free port of this machine, at `/spider.zip`. */
export async function startArchiveServer(content: Buffer): Promise<ArchiveServer> {
  const answers: Answer[] = []
  const ranges: string[] = []
  const http = createServer((request, response) => {
    ranges.push(request.headers.range ?? '')
    const answer = answers.shift() ?? serve
    answer(response, server.content, request)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server: ArchiveServer = {
    url: new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/spider.zip`),
    ranges,
    content,
    answer: (...next) => void answers.push(...next),
    close: async () => {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  return server
}

export function etagOf(content: Buffer): string {
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`
}

/** As a server for files does it. */
export const serve: Answer = (response, content, { headers }) => {
  const etag = etagOf(content)
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? NaN)
  const isHeld = headers['if-range'] === undefined || headers['if-range'] === etag
  if (Number.isNaN(start) || !isHeld) {
    response.writeHead(200, { etag, 'content-length': content.length }).end(content)
  } else if (start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
  } else {
    const rest = content.subarray(start)
    const range = `bytes ${start}-${content.length - 1}/${content.length}`
    const head = { etag, 'content-range': range, 'content-length': rest.length }
    response.writeHead(206, head).end(rest)
  }
}

/** Says how long the file is, sends so many bytes of it, and ends the connection. */
export const cutAfter =
  (bytes: number, headers?: Record<string, string>): Answer =>
  (response, content, request) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const end = content.length
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': end - start,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${end - 1}/${end}` } : {}),
      ...(headers ?? { etag: etagOf(content) }),
    })
    response.write(content.subarray(start, start + bytes))
    // What comes together with the end is lost to `fetch`.
    setTimeout(() => response.destroy(), 250)
  }
