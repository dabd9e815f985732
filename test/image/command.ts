/** Runs other programs: what they say goes to standard error as it comes, and is kept. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'

export type Ended = {
  readonly exitCode: number
  /** Both streams. */
  readonly output: string
}

export async function runLoudly(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      process.stderr.write(chunk)
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { exitCode: code ?? 1, output: Buffer.concat(chunks).toString() }
}

/**
 * @returns what it printed, without the last line break
 * @throws {Error} with the command and what it printed when it fails
 */
export async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let complaints = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) return output.trimEnd()
  throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaints}`)
}

/** Whether a program of this name is installed. */
export async function isInstalled(command: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${command}`]).then(
    () => true,
    () => false,
  )
}
