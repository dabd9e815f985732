/** Where siblings lie in the data folder, and how they get there. */

import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { toSiblingsRecord } from '../../questions/siblings.ts'
import { putFile } from '../dataset-files.ts'
import type { DatabaseSiblings, JudgedQuestion } from './database-siblings.ts'

function siblingsFolder(dataDir: string, databaseId: string): string {
  return join(dataDir, 'siblings', databaseId)
}

/** The files of the siblings that a database has, by name. */
export function siblingPaths(dataDir: string, databaseId: string): string[] {
  const folder = siblingsFolder(dataDir, databaseId)
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return names.map((name) => join(folder, name))
}

/** Gold on the siblings of a data set's databases, one question a line. */
export function siblingsRecordsPath(dataDir: string, name: string): string {
  return join(dataDir, 'questions', `${name}.siblings.jsonl`)
}

/** All siblings of a database at once: none is left of those that were there before. */
export async function putSiblings(
  dataDir: string,
  databaseId: string,
  files: DatabaseSiblings['files'],
): Promise<void> {
  const folder = siblingsFolder(dataDir, databaseId)
  const halfway = `${folder}.${process.pid}.tmp`
  await rm(halfway, { recursive: true, force: true })
  try {
    await mkdir(halfway, { recursive: true })
    for (const [name, bytes] of files) {
      await writeFile(join(halfway, `${name}.sqlite`), bytes, { flush: true })
    }
    await rm(folder, { recursive: true, force: true })
    if (files.size > 0) await rename(halfway, folder)
  } finally {
    await rm(halfway, { recursive: true, force: true })
  }
}

/** Comes after the siblings and before the questions. */
export async function putSiblingsRecords(
  dataDir: string,
  name: string,
  questions: readonly JudgedQuestion[],
): Promise<void> {
  const lines = questions.map(
    ({ questionId, siblings }) => `${toSiblingsRecord(questionId, siblings)}\n`,
  )
  await putFile(siblingsRecordsPath(dataDir, name), (path) =>
    writeFile(path, lines.join(''), { flush: true }),
  )
}
