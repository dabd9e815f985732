/** uv.lock: what the Python package needs, pinned. Made by uv, from the public package index. */

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

import { SpaceError } from './space-error.ts'
import { findUv } from './uv.ts'

/** PyPI, and where its files lie. Whoever deploys the Space fetches from what the lock names. */
const PUBLIC_HOSTS = new Set(['pypi.org', 'files.pythonhosted.org'])

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
  const foreign = foreignHosts(await readFile(file, 'utf8'))
  if (foreign.length === 0) return
  throw new SpaceError(`uv.lock names ${foreign.join(', ')}, where others cannot fetch from`)
}

/** @returns the hosts in a lock that are not the public index's, each once */
export function foreignHosts(lock: string): string[] {
  const urls = lock.match(/\b(?:https?|ssh|git\+https?):\/\/[^"\s]+/g) ?? []
  const hosts = new Set(urls.map((url) => new URL(url.replace(/^git\+/, '')).host))
  return [...hosts].filter((host) => !PUBLIC_HOSTS.has(host))
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
