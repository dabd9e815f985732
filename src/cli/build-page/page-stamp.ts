/** Whether a built page is of the sources as they are now: told by a hash over them. */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const STAMP = 'sources.sha256'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** What the page is made from, itself and the folders that it may import, and by what. */
const SOURCES = [
  'src/web',
  'src/client',
  'src/protocol',
  'src/episode',
  'src/reward',
  'src/verify',
  'src/questions',
  'src/schema-names',
  'src/sql',
  'src/cli/build-page',
  'package-lock.json',
]

export function isPageCurrent(pageDir: string): boolean {
  const stamp = path.join(pageDir, STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources()
}

export function writePageStamp(pageDir: string): void {
  writeFileSync(path.join(pageDir, STAMP), hashOfSources())
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(filesOf)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Relative to the repository; tests are no part of the page. */
function filesOf(source: string): string[] {
  const folder = path.join(ROOT, source)
  if (path.extname(source) !== '') return [source]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .toSorted()
}
