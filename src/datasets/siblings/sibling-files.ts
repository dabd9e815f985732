/** Where siblings lie in the data folder. */

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** All siblings of a data set: two data sets that share a database do not share its siblings. */
export function siblingsFolder(dataDir: string, dataset: string): string {
  return join(dataDir, 'siblings', dataset)
}

/** @param sibling - `g1`, `v2` */
export function siblingPath(
  dataDir: string,
  dataset: string,
  databaseId: string,
  sibling: string,
): string {
  return join(siblingsFolder(dataDir, dataset), databaseId, `${sibling}.sqlite`)
}

/** The files of all siblings of a data set, sorted. */
export function siblingPaths(dataDir: string, dataset: string): string[] {
  const folder = siblingsFolder(dataDir, dataset)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sqlite'))
    .sort()
    .map((name) => join(folder, name))
}

/** Gold on the siblings of a data set's databases, one question a line. */
export function siblingsRecordsPath(dataDir: string, dataset: string): string {
  return join(dataDir, 'questions', `${dataset}.siblings.jsonl`)
}
