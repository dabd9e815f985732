/** Where a data set lies in the data folder. */

import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export function databasePath(dataDir: string, databaseId: string): string {
  return join(dataDir, 'databases', databaseId, `${databaseId}.sqlite`)
}

export function questionsPath(dataDir: string, name: string): string {
  return join(dataDir, 'questions', `${name}.jsonl`)
}

export function aboutPath(dataDir: string, name: string): string {
  return join(dataDir, 'questions', `${name}.about.json`)
}

/** Writes beside `path` and then takes its place, so that nobody ever reads half a file. */
export async function putFile(path: string, write: (path: string) => Promise<void>): Promise<void> {
  const halfway = `${path}.${process.pid}.tmp`
  await mkdir(dirname(path), { recursive: true })
  try {
    await write(halfway)
    await rename(halfway, path)
  } catch (error) {
    await rm(halfway, { force: true })
    throw error
  }
}
