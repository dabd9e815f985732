/** Profiles a Node process that runs already, through the inspector that SIGUSR1 opens in it. */

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

import { WebSocket } from 'ws'

import type { CpuProfile } from './cpu-profile.ts'

/** Where Node opens it; one process at a time. */
const INSPECTOR = 'http://127.0.0.1:9229/json/list'
const OPEN_TIMEOUT_MS = 10_000
const SAMPLING_INTERVAL_US = 250

/**
 * @param pid - of a Node process without an inspector of its own
 * @throws {Error} when the inspector does not open, or its port is taken
 */
export async function profileProcess(pid: number, durationMs: number): Promise<CpuProfile> {
  if ((await inspectorUrl()) !== undefined) throw new Error('Another inspector uses port 9229')
  process.kill(pid, 'SIGUSR1')
  const session = await connect(await untilOpen())
  await session.ask('Profiler.enable', {})
  await session.ask('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US })
  await session.ask('Profiler.start', {})
  await sleep(durationMs)
  // The inspector's own protocol: the shape is known.
  const { profile } = (await session.ask('Profiler.stop', {})) as { profile: CpuProfile }
  // Frees the port for the next process, once nobody is connected.
  const expression =
    "setTimeout(() => process.getBuiltinModule('node:inspector').close(), 100).unref()"
  await session.ask('Runtime.evaluate', { expression })
  session.close()
  await untilClosed()
  return profile
}

type InspectorSession = {
  ask(method: string, params: object): Promise<unknown>
  close(): void
}

async function connect(url: string): Promise<InspectorSession> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  let lastId = 0
  return {
    ask(method, params) {
      lastId += 1
      const id = lastId
      return new Promise((resolve, reject) => {
        const onMessage = (data: Buffer) => {
          const reply = JSON.parse(data.toString()) as {
            id?: number
            result?: unknown
            error?: { message: string }
          }
          if (reply.id !== id) return
          socket.off('message', onMessage)
          if (reply.error === undefined) resolve(reply.result)
          else reject(new Error(`${method}: ${reply.error.message}`))
        }
        socket.on('message', onMessage)
        socket.once('close', () => reject(new Error(`The process ended during ${method}`)))
        socket.send(JSON.stringify({ id, method, params }))
      })
    },
    close: () => socket.close(),
  }
}

async function inspectorUrl(): Promise<string | undefined> {
  try {
    const targets = (await (await fetch(INSPECTOR)).json()) as { webSocketDebuggerUrl: string }[]
    return targets[0]?.webSocketDebuggerUrl
  } catch {
    return undefined
  }
}

async function untilOpen(): Promise<string> {
  for (const giveUpAtMs = performance.now() + OPEN_TIMEOUT_MS; performance.now() < giveUpAtMs;) {
    const url = await inspectorUrl()
    if (url !== undefined) return url
    await sleep(20)
  }
  throw new Error('No inspector opened on port 9229')
}

async function untilClosed(): Promise<void> {
  for (const giveUpAtMs = performance.now() + OPEN_TIMEOUT_MS; performance.now() < giveUpAtMs;) {
    if ((await inspectorUrl()) === undefined) return
    await sleep(20)
  }
}
