/** Loads what gold returns on the siblings of a data set's databases. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Dataset } from '../../questions/bank.ts'
import { parseSiblingsOutline, siblingDatabaseId } from '../../questions/siblings.ts'
import type { SiblingsLine } from '../../questions/sibling-lines.ts'
import { SettingError } from '../settings/setting-kinds.ts'
import { named } from './named-error.ts'

export type LoadedSiblings = {
  /** By question id: the line of each record, and what it names. */
  readonly records: ReadonlyMap<string, SiblingsLine>
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
  const records = new Map<string, SiblingsLine>()
  const paths = new Map<string, string>()
  if (!existsSync(file)) return { records, paths, files: [] }
  const databaseIds = new Map(
    questions.map(({ questionId, databaseId }) => [questionId, databaseId]),
  )
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue
    const at = `${file} line ${index + 1}`
    const outline = named(at, () => parseSiblingsOutline(line))
    const { questionId, grading, variants } = outline
    const databaseId = databaseIds.get(questionId)
    if (databaseId === undefined) throw new SettingError(`${at}: no question ${questionId}`)
    records.set(questionId, { line, outline })
    for (const sibling of [...grading, ...variants.map((variant) => `v${variant}`)]) {
      const id = siblingDatabaseId(name, databaseId, sibling)
      if (!paths.has(id)) paths.set(id, siblingFile(dataDir, name, databaseId, sibling, at))
    }
  }
  return { records, paths, files: [file, ...[...paths.values()].sort()] }
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
