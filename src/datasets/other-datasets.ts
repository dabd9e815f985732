/** What else is in a data folder: ids that are taken, and databases that others ask about. */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { datasetOfFile } from '../questions/dataset-file-names.ts'

export type OtherDataset = {
  readonly name: string
  readonly questionIds: ReadonlySet<string>
  readonly databaseIds: ReadonlySet<string>
}

/** All data sets but the one called `name`. */
export function readOtherDatasets(dataDir: string, name: string): OtherDataset[] {
  const folder = join(dataDir, 'questions')
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files
    .flatMap((file) => datasetOfFile(file) ?? [])
    .filter((other) => other !== name)
    .toSorted()
    .map((other) => readIds(folder, other))
}

function readIds(folder: string, name: string): OtherDataset {
  const questionIds = new Set<string>()
  const databaseIds = new Set<string>()
  for (const line of readFileSync(join(folder, `${name}.jsonl`), 'utf8').split('\n')) {
    const record = parseRecord(line)
    if (typeof record?.question_id === 'string') questionIds.add(record.question_id)
    if (typeof record?.db_id === 'string') databaseIds.add(record.db_id)
  }
  return { name, questionIds, databaseIds }
}

/** A broken line is for its own import to mend, and for the server to name. */
function parseRecord(line: string): { question_id?: unknown; db_id?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
