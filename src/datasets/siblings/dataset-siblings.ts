/** The siblings of all databases of a data set. */

import { statSync } from 'node:fs'

import type { Question } from '../../questions/question.ts'
import { isUnfit } from '../../questions/question.ts'
import { makeDatabaseSiblings } from './database-siblings.ts'
import type { DatabaseSiblings } from './database-siblings.ts'
import { putSiblings, putSiblingsRecords } from './sibling-files.ts'

export type DatasetSiblings = {
  /** In the order in which the questions name them. */
  readonly databases: readonly MadeSiblings[]
}

export type MadeSiblings = DatabaseSiblings & {
  readonly databaseId: string
  /** Of the database as shipped. */
  readonly originalBytes: number
  readonly seconds: number
}

export type SiblingsProgress = {
  /** @param note - why the database has no siblings; empty when it has */
  siblingsMade?(databaseId: string, note: string): void
}

/** @param pathOf - where a database is that the questions are about */
export function makeDatasetSiblings(
  questions: readonly Question[],
  pathOf: (databaseId: string) => string,
  progress: SiblingsProgress,
): DatasetSiblings {
  const fit = questions.filter((question) => !isUnfit(question))
  const databases: MadeSiblings[] = []
  for (const [databaseId, ofDatabase] of Map.groupBy(fit, (question) => question.databaseId)) {
    const path = pathOf(databaseId)
    const start = performance.now()
    const made = makeDatabaseSiblings(path, databaseId, ofDatabase)
    const seconds = (performance.now() - start) / 1000
    databases.push({ ...made, databaseId, originalBytes: statSync(path).size, seconds })
    progress.siblingsMade?.(databaseId, made.note)
  }
  return { databases }
}

/** The files first, then gold on them; the questions themselves come after. */
export async function putDatasetSiblings(
  dataDir: string,
  name: string,
  questions: readonly Question[],
  { databases }: DatasetSiblings,
): Promise<void> {
  for (const { databaseId, files } of databases) await putSiblings(dataDir, databaseId, files)
  const judged = new Map(
    databases.flatMap((database) =>
      database.questions.map((one) => [one.questionId, one] as const),
    ),
  )
  // In file order, which is not always database by database.
  const inOrder = questions.flatMap(({ questionId }) => judged.get(questionId) ?? [])
  await putSiblingsRecords(dataDir, name, inOrder)
}
