/** Whether the images were checked as they would be built now: told by a hash over what they are made from. */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** Committed, since the checks take too long to run at every landing. */
const STAMP = join(import.meta.dirname, 'passed.sha256')

/** Without documents: they are copied as they are. */
const INPUTS = [
  'Dockerfile',
  '.dockerignore',
  'package.json',
  'package-lock.json',
  'openenv.yaml',
  'src',
  'data/sources',
  'deploy/space',
  'clients/python',
  'validation',
  'test/image',
]

export function isStampCurrent(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8').trim() === hashOfInputs()
}

/** @param hash - of what was built: it may have changed since */
export function writeStamp(hash: string): void {
  writeFileSync(STAMP, `${hash}\n`)
}

/** Of files that git knows, and of new ones that it does not ignore, as they are in the working tree. */
export function hashOfInputs(): string {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...INPUTS]
  const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0')
  const hash = createHash('sha256')
  for (const file of files.filter(isInput).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function isInput(file: string): boolean {
  const isText = /(?:^|\/)(?:README|CHANGELOG)\.md$/.test(file)
  const isTest = file.endsWith('.test.ts') || file.startsWith('clients/python/tests/')
  const isStamp = file === 'test/image/passed.sha256'
  return file !== '' && !isText && !isTest && !isStamp && existsSync(join(ROOT, file))
}
