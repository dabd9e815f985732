/** Loads what gold returns on the siblings of a data set's databases. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Dataset } from '../../questions/bank.ts'
import { parseSiblingsRecord, siblingDatabaseId } from '../../questions/siblings.ts'
import type { QuestionSiblings } from '../../questions/siblings.ts'
import { SettingError } from './config.ts'
import { named } from './named-error.ts'

export type LoadedSiblings = {
  /** By question id. */
  readonly siblings: ReadonlyMap<string, QuestionSiblings>
  /** The file of each sibling that a question needs, by its id. */
  readonly paths: ReadonlyMap<string, string>
  /** All of the above on the disk, in one order. */
  readonly files: readonly string[]
}

/**
 * Empty where the file is absent: data that an older version made, or that was made by hand.
 * @throws {SettingError} in one line that names the file, its line, and what is wrong
 */
export function loadSiblings(dataDir: string, { name, questions }: Dataset): LoadedSiblings {
  const file = join(dataDir, 'questions', `${name}.siblings.jsonl`)
  const siblings = new Map<string, QuestionSiblings>()
  const paths = new Map<string, string>()
  if (!existsSync(file)) return { siblings, paths, files: [] }
  const databaseIds = new Map(
    questions.map(({ questionId, databaseId }) => [questionId, databaseId]),
  )
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue
    const at = `${file} line ${index + 1}`
    const { questionId, ...ofQuestion } = named(at, () => parseSiblingsRecord(line))
    const databaseId = databaseIds.get(questionId)
    if (databaseId === undefined) throw new SettingError(`${at}: no question ${questionId}`)
    siblings.set(questionId, ofQuestion)
    for (const sibling of siblingNames(ofQuestion)) {
      const id = siblingDatabaseId(name, databaseId, sibling)
      if (!paths.has(id)) paths.set(id, siblingFile(dataDir, name, databaseId, sibling, at))
    }
  }
  return { siblings, paths, files: [file, ...[...paths.values()].sort()] }
}

function siblingNames({ grading, variants }: QuestionSiblings): string[] {
  return [...grading.map(({ sibling }) => sibling), ...variants.map(({ variant }) => `v${variant}`)]
}

function siblingFile(
  dataDir: string,
  dataset: string,
  databaseId: string,
  sibling: string,
  at: string,
): string {
  const path = join(dataDir, 'siblings', dataset, databaseId, `${sibling}.sqlite`)
  if (!existsSync(path)) throw new SettingError(`${at}: no file ${path}`)
  return path
}
