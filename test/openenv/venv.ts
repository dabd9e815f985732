/** Python virtual environments with a pinned `openenv`, each made once and kept in `.cache`. */

import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The releases of OpenEnv that our tests use, each with all that it needs. */
export const REQUIREMENTS = {
  'openenv 0.10.0': join(import.meta.dirname, 'requirements.txt'),
  /** The last of the first generation. */
  'openenv-core 0.3.0': join(import.meta.dirname, 'requirements-gen1.txt'),
} as const
export type OpenEnvRelease = keyof typeof REQUIREMENTS

const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'openenv-venv')

/** `openenv` asks for Python 3.10; `venv` and `ensurepip` are packages of their own on Debian. */
const PYTHON_NAMES = [
  'python3',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
]
const PYTHON_PROBE =
  'import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.executable, sys.version)'

/** Progress is told after so many packages. */
const PACKAGES_PER_LINE = 20

export type Python = {
  readonly command: string
  /** Path and version: another Python is another environment. */
  readonly description: string
}

/** @returns the first Python that can make the environment; `undefined` when there is none */
export function findPython(): Python | undefined {
  for (const command of PYTHON_NAMES) {
    try {
      const description = execFileSync(command, ['-c', PYTHON_PROBE], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 20_000,
      })
      return { command, description }
    } catch {
      // Absent, too old, or without venv: the next may do.
    }
  }
  return undefined
}

/**
 * @returns the path of the environment's own Python
 * @throws {Error} with pip's last words when the packages cannot be installed
 */
export async function ensureVenv(
  { command, description }: Python,
  release: OpenEnvRelease = 'openenv 0.10.0',
): Promise<string> {
  const requirements = await readFile(REQUIREMENTS[release], 'utf8')
  const key = createHash('sha256').update(requirements).update(description).digest('hex')
  const finished = join(CACHE, key.slice(0, 16))
  if (!existsSync(finished)) await build(command, release, finished)
  return pythonIn(finished)
}

/** Built aside and moved into place when whole, so that runs at once do not meet. */
async function build(command: string, release: OpenEnvRelease, finished: string): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const unfinished = await mkdtemp(join(CACHE, 'unfinished-'))
  try {
    tell(`making a Python environment with ${release}: once, about a minute`)
    await run(command, ['-m', 'venv', unfinished])
    await run(pythonIn(unfinished), [
      '-m',
      'pip',
      'install',
      '--progress-bar',
      'off',
      '-r',
      REQUIREMENTS[release],
    ])
    await moveIntoPlace(unfinished, finished)
    tell('ready')
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function moveIntoPlace(unfinished: string, finished: string): Promise<void> {
  try {
    await rename(unfinished, finished)
  } catch (error) {
    // Another run was faster, and its environment is as good.
    if (!existsSync(finished)) throw error
  }
}

function pythonIn(venv: string): string {
  return join(venv, 'bin', 'python')
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const printed: string[] = []
  let packages = 0
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      printed.push(line)
      if (!line.startsWith('Collecting ')) return
      packages += 1
      if (packages % PACKAGES_PER_LINE === 0) tell(`${packages} packages found`)
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  throw new Error(
    `${command} ${args.join(' ')} ended with ${String(code)}:\n${printed.slice(-15).join('\n')}`,
  )
}

function tell(news: string): void {
  process.stderr.write(`openenv: ${news}\n`)
}
