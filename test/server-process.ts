/** The server as its users start it: a process of its own, on a free port of this machine. */

import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export const SQLENV_COMMAND = join(import.meta.dirname, '..', 'src', 'cli', 'sqlenv.js')

/** After SIGTERM, as the server promises; later it is killed, and its exit code is null. */
const STOP_TIMEOUT_MS = 5_000

export type ServerProcess = {
  readonly pid: number
  readonly url: string
  /** All that it has printed. */
  output(): string
  /** @returns the exit code */
  stop(): Promise<number | null>
  /** Ends it without a chance to do anything. */
  kill(): Promise<void>
}

/** @throws {Error} with what it printed, when it ends before it listens */
export async function startServerProcess(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [SQLENV_COMMAND, 'serve'], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SQLENV_DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Whatever ends us, such as a closed pipe, the server does not go on alone.
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  const printed: string[] = []
  child.stderr.on('data', (text: Buffer) => printed.push(text.toString()))
  const port = await listeningPort(child, printed)
  return {
    // It has printed a line, so it runs.
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    output: () => printed.join('\n'),
    stop: () => stop(child),
    kill: async () => {
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

type Child = ChildProcessByStdio<null, Readable, Readable>

async function listeningPort(child: Child, printed: string[]): Promise<number> {
  const lines = createInterface({ input: child.stdout })
  const listening = Promise.withResolvers<number>()
  lines.on('line', (line) => {
    printed.push(line)
    const { msg, port } = readLogLine(line)
    if (msg === 'listening' && port !== undefined) listening.resolve(port)
  })
  child.once('error', listening.reject)
  child.once('close', (code) =>
    listening.reject(new Error(`The server ended with ${code}:\n${printed.join('\n')}`)),
  )
  return listening.promise
}

function readLogLine(line: string): { msg?: string; port?: number } {
  try {
    return JSON.parse(line) as { msg?: string; port?: number }
  } catch {
    return {}
  }
}

async function stop(child: Child): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const tooLong = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await exit
  clearTimeout(tooLong)
  return child.exitCode
}
