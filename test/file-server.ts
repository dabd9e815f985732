/** A real HTTP server for files of one folder, which can be told to serve some of them badly. */

import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'

/** Answers in place of the file. */
export type Fault = (response: ServerResponse, content: Buffer) => void

export type FileServer = {
  /** Without a slash at the end. */
  readonly url: string
  /** Every path that was asked for, in order. */
  readonly asked: readonly string[]
  /** @param path - without a slash at the beginning */
  fail(path: string, fault: Fault): void
  close(): Promise<void>
}

/** On a free port of this machine. */
export async function startFileServer(dir: string): Promise<FileServer> {
  const faults = new Map<string, Fault>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '', 'http://localhost').pathname).slice(1)
    asked.push(path)
    const file = join(dir, path)
    const isThere = statSync(file, { throwIfNoEntry: false })?.isFile() === true
    const content = isThere ? readFileSync(file) : Buffer.alloc(0)
    const fault = faults.get(path)
    if (fault !== undefined) fault(response, content)
    else if (isThere) response.end(content)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    fail: (path, fault) => void faults.set(path, fault),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
