/** uv.lock: what the Python package needs, pinned. Made by uv, from the public package index. */

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

import { SpaceError } from './space-error.ts'
import { findUv } from './uv.ts'

const LOCK_TIMEOUT_MS = 300_000

const run = promisify(execFile)

/**
 * @param folder - with pyproject.toml
 * @throws {SpaceError} with uv's last words, or naming the hosts that only this machine may know
 */
export async function writeLock(folder: string): Promise<void> {
  const uv = await findUv()
  try {
    // Neither settings nor a Python are brought in from elsewhere: the lock is to be everybody's.
    await run(uv, ['lock', '--no-config', '--no-python-downloads', '--directory', folder], {
      env: withoutUvSettings(process.env),
      timeout: LOCK_TIMEOUT_MS,
    })
  } catch (cause) {
    throw new SpaceError(`uv.lock cannot be made (--no-lock goes without): ${lastWords(cause)}`, {
      cause,
    })
  }
  const file = path.join(folder, 'uv.lock')
  const foreign = foreignHosts(await readFile(file, 'utf8'), process.env)
  if (foreign.length === 0) return
  throw new SpaceError(`uv.lock names ${foreign.join(', ')}, where others cannot fetch from`)
}

/**
 * Whoever deploys the Space fetches from what the lock names.
 *
 * @returns the hosts in a lock from which this machine is told to take packages, and those of
 *   sources that are no index, each once
 */
export function foreignHosts(lock: string, env: NodeJS.ProcessEnv): string[] {
  const settings = Object.entries(env).filter(([name]) => /^(?:UV|PIP)_/.test(name))
  const ofThisMachine = new Set(settings.flatMap(([, value = '']) => hostsIn(value)))
  const ofSources = new Set(
    lock
      .split('\n')
      .flatMap((line) => (/\b(?:git|path|directory)\b = /.test(line) ? hostsIn(line) : [])),
  )
  return hostsIn(lock).filter((host) => ofThisMachine.has(host) || ofSources.has(host))
}

function hostsIn(text: string): string[] {
  const urls = text.match(/\b(?:https?|ssh|git\+https?):\/\/[^"\s]+/g) ?? []
  return [...new Set(urls.map((url) => new URL(url.replace(/^git\+/, '')).host))]
}

/** `UV_INDEX` and the like would put another index into the lock; where the cache lies may stay. */
function withoutUvSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !name.startsWith('UV_') || name === 'UV_CACHE_DIR',
  )
  return Object.fromEntries(kept)
}

function lastWords(cause: unknown): string {
  const { stderr } = cause as { stderr?: string }
  const text = (stderr ?? '').trim() || (cause instanceof Error ? cause.message : String(cause))
  return text.split('\n').slice(-3).join(' ')
}
