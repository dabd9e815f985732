/** The command uv: the machine's own, else one from PyPI that is kept in `.cache`. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

import { SpaceError } from './space-error.ts'

const VERSION = '0.13.9'
const CACHE = path.join(import.meta.dirname, '..', '..', '.cache')

const PROBE_TIMEOUT_MS = 20_000
const INSTALL_TIMEOUT_MS = 300_000

const run = promisify(execFile)

/**
 * @returns the path of the command, or its name where PATH has it
 * @throws {SpaceError} when there is none and pip cannot install it
 */
export async function findUv(): Promise<string> {
  if (await isThere('uv')) return 'uv'
  const folder = path.join(CACHE, `uv-${VERSION}`)
  if (!existsSync(folder)) await install(folder)
  return path.join(folder, 'bin', 'uv')
}

async function isThere(command: string): Promise<boolean> {
  try {
    await run(command, ['--version'], { timeout: PROBE_TIMEOUT_MS })
    return true
  } catch {
    return false
  }
}

/** Installed aside and moved into place when whole. */
async function install(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const unfinished = await mkdtemp(path.join(CACHE, 'unfinished-uv-'))
  try {
    await run('python3', ['-m', 'venv', unfinished], { timeout: INSTALL_TIMEOUT_MS })
    const python = path.join(unfinished, 'bin', 'python')
    await run(python, ['-m', 'pip', 'install', '--no-deps', `uv==${VERSION}`], {
      timeout: INSTALL_TIMEOUT_MS,
    })
    await rename(unfinished, folder)
  } catch (cause) {
    // Another run was faster, and its uv is as good.
    if (existsSync(folder)) return
    throw new SpaceError(
      'uv.lock needs the command uv, which is not in PATH and pip could not install (--no-lock goes without)',
      { cause },
    )
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}
