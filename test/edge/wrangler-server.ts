/** The Worker as `npm run dev:edge` runs it: offline, on a free port of this machine, with a state of its own. */

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js')

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 5000

export type WranglerServer = {
  readonly url: string
  /** All that it has printed, the Worker's log lines among it. */
  output(): string
  stop(): Promise<void>
}

/** @param vars - settings, beside those of wrangler.toml */
export async function startWranglerServer(
  vars: Readonly<Record<string, string>> = {},
): Promise<WranglerServer> {
  const dir = await mkdtemp(join(tmpdir(), 'sqlenv-edge-'))
  const port = await freePort()
  const settings = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const place = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0']
  const state = ['--persist-to', join(dir, 'state')]
  const args = [WRANGLER, 'dev', ...place, ...state, '--show-interactive-dev-session=false']
  const child = spawn(process.execPath, [...args, ...settings], {
    cwd: ROOT,
    env: {
      ...process.env,
      CI: 'true',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_LOG_PATH: join(dir, 'logs'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: the runtime is a child of wrangler's.
    detached: true,
  })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => printed.push(text.toString()))
  }
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    await endGroup(child)
    await rm(dir, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    await untilAnswering(child, `${url}/health`)
  } catch (cause) {
    await stop()
    throw new Error(`wrangler dev did not start:\n${printed.join('')}`, { cause })
  }
  return { url, output: () => printed.join(''), stop }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function untilAnswering(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    if (Date.now() > deadline) throw new Error(`it did not answer within ${START_TIMEOUT_MS} ms`)
    try {
      await fetch(url, { signal: AbortSignal.timeout(5000) })
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const { pid } = child
  const exit = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
  signalGroup(pid, 'SIGTERM')
  const tooLong = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_TIMEOUT_MS)
  await exit
  clearTimeout(tooLong)
  // Whoever of the group is left.
  signalGroup(pid, 'SIGKILL')
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended already.
  }
}
