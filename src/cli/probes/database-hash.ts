/** Whether the files of the databases are as they were. */

import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** @returns SHA-256 over the names and bytes of all files below `databases` */
export async function hashDatabases(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'databases')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  const hash = createHash('sha256')
  for (const path of paths) hash.update(path).update(await readFile(path))
  return hash.digest('hex')
}
