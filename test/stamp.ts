/**
 * What says that a suite has passed which takes too long for every landing: a committed file with a
 * hash over all that the suite looks at, what came of it, and the day.
 */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

export type Stamp = {
  /** SHA-256 over the inputs, in hexadecimal digits. */
  readonly inputs: string
  /** What was counted, in one line. */
  readonly passed: string
  /** The day, such as 2026-11-30. */
  readonly date: string
}

/** @returns undefined where there is none, or it cannot be read */
export function readStamp(file: string): Stamp | undefined {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stamp
  } catch {
    return undefined
  }
}

export function writeStamp(file: string, stamp: Stamp): void {
  writeFileSync(file, `${JSON.stringify(stamp, null, 2)}\n`)
}

/**
 * Of files that git knows, and of new ones that it does not ignore, as they are in the working tree.
 * @param paths - files and folders, from the repository's root
 * @param isInput - which of the files in them count
 */
export function hashOf(paths: readonly string[], isInput: (file: string) => boolean): string {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...paths]
  const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0')
  const hash = createHash('sha256')
  const counts = (file: string) => file !== '' && existsSync(join(ROOT, file)) && isInput(file)
  for (const file of files.filter(counts).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0')
  }
  return hash.digest('hex')
}
