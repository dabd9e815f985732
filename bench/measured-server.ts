/** A server that is measured: how it is started, found and ended. */

import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { endProcess, startProcess } from './started-processes.ts'

export type MeasuredServer = {
  /** Of the process that was started; its children are found from it. */
  readonly pid: number
  /** For example `http://127.0.0.1:40001`. */
  readonly url: string
  readonly socketUrl: string
  /** From the start of the process to its first 200 on `/health`. */
  readonly startMs: number
  end(): Promise<void>
}

const START_TIMEOUT_MS = 60_000
const POLL_MS = 5

/**
 * @param args - of the command, given the port on which the server is to listen
 * @throws {Error} when it ends, or is not healthy within a minute
 */
export async function startServer(
  command: string,
  args: (port: number) => readonly string[],
  options: (port: number) => SpawnOptions,
): Promise<MeasuredServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const startedAtMs = performance.now()
  const child = startProcess(command, args(port), options(port))
  await untilHealthy(url, child)
  return {
    pid: child.pid ?? 0,
    url,
    socketUrl: `ws://127.0.0.1:${port}/ws`,
    startMs: performance.now() - startedAtMs,
    end: () => endProcess(child),
  }
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const giveUpAtMs = performance.now() + START_TIMEOUT_MS
  while (performance.now() < giveUpAtMs) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`)
    if (await isHealthy(url)) return
    await sleep(POLL_MS)
  }
  throw new Error(`The server was not healthy after ${START_TIMEOUT_MS} ms`)
}

export async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`)
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}
