/** The files of a folder as entries of an archive. */

import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import type { ZipEntry } from './zip-writer.ts'

/** @param inside - the folder of the archive that they lie in, with a slash at the end, or empty */
export function entriesOf(dir: string, inside = ''): ZipEntry[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .filter((path) => statSync(join(dir, path)).isFile())
    .map((path) => ({ name: `${inside}${path}`, content: readFileSync(join(dir, path)) }))
}
