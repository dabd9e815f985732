/** Where a data set lies in the data folder, and how it gets there: whole or not at all. */

import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Question } from '../questions/question.ts'
import { toQuestionRecord } from '../questions/question-record.ts'
import { formatDatasetAbout } from '../questions/dataset-about.ts'
import type { DatasetAbout } from '../questions/dataset-about.ts'

export function databasePath(dataDir: string, databaseId: string): string {
  return join(dataDir, 'databases', databaseId, `${databaseId}.sqlite`)
}

export function questionsPath(dataDir: string, name: string): string {
  return join(dataDir, 'questions', `${name}.jsonl`)
}

export function aboutPath(dataDir: string, name: string): string {
  return join(dataDir, 'questions', `${name}.about.json`)
}

/** A database, byte for byte; from a file or from memory. */
export async function putDatabase(
  dataDir: string,
  databaseId: string,
  source: string | Uint8Array,
): Promise<void> {
  await putFile(databasePath(dataDir, databaseId), (path) =>
    typeof source === 'string' ? copyFile(source, path) : writeFile(path, source, { flush: true }),
  )
}

/** Questions come last: once they are there, so is everything that they need. */
export async function putQuestions(
  dataDir: string,
  about: DatasetAbout,
  questions: readonly Question[],
): Promise<void> {
  const lines = questions.map((question) => `${toQuestionRecord(question)}\n`)
  const write = (text: string) => (path: string) => writeFile(path, text, { flush: true })
  await putFile(aboutPath(dataDir, about.name), write(formatDatasetAbout(about)))
  await putFile(questionsPath(dataDir, about.name), write(lines.join('')))
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
