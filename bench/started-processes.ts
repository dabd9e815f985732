/** The processes that a benchmark starts, so that none of them outlives it. */

import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'

const running = new Set<ChildProcess>()

/** What still runs so long after it was asked to end is killed. */
const END_GRACE_MS = 5_000

export function startProcess(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const child = spawn(command, args, options)
  running.add(child)
  child.once('exit', () => running.delete(child))
  child.once('error', () => running.delete(child))
  return child
}

/** Resolves when it is gone. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const tooLong = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS)
  await gone
  clearTimeout(tooLong)
}

export async function endAllProcesses(): Promise<void> {
  await Promise.all([...running].map(endProcess))
}

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
