/** The command `openenv`, and scripts of ours that import it. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { ensureVenv } from '../openenv/venv.ts'
import type { OpenEnvRelease, Python } from '../openenv/venv.ts'

const RUN_TIMEOUT_MS = 240_000

const SETTINGS = {
  NO_COLOR: '1',
  TERM: 'dumb',
  COLUMNS: '200',
  PYTHONDONTWRITEBYTECODE: '1',
  // Nothing here is for the Hub to know.
  HF_HUB_OFFLINE: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
}

type Command = {
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export type Run = {
  readonly code: number
  /** Of both streams: what a reader of the terminal sees. */
  readonly output: string
}

export type OpenEnv = {
  /** Runs commands of `openenv`, one after another. */
  run(...commands: readonly Command[]): Promise<Run[]>
  /**
   * @param script - a file in `python/`
   * @returns what it printed, whatever its exit code
   * @throws {Error} with its last words when it printed nothing
   */
  print(script: string, ...args: readonly string[]): Promise<string>
}

/** @returns a release as PyPI has it, installed where it is not yet */
export async function openEnv(python: Python, release: OpenEnvRelease): Promise<OpenEnv> {
  const command = await ensureVenv(python, release)
  return {
    async run(...commands) {
      const printed = await runScript(command, 'run_commands.py', [], JSON.stringify(commands))
      return JSON.parse(printed) as Run[]
    },
    print: (script, ...args) => runScript(command, script, args, ''),
  }
}

async function runScript(
  python: string,
  script: string,
  args: readonly string[],
  input: string,
): Promise<string> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(python, [join(import.meta.dirname, 'python', script), ...args], {
    env: { PATH, HOME, ...SETTINGS },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  if (stdout === '') throw new Error(`${script} ended with ${code}:\n${stderr}`)
  return stdout
}
