/** Our own data set, from its text sources into the data folder. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { DatasetAbout } from '../../questions/dataset-about.ts'
import { describeFinding } from '../audit/audit-items.ts'
import { auditQuality } from '../audit/quality-audit.ts'
import { importLayout } from '../import-layout.ts'
import type { Findings } from '../import-layout.ts'
import { silentImport } from '../import-progress.ts'
import type { ImportProgress } from '../import-progress.ts'
import type { ImportReport } from '../import-report.ts'
import { SourceError } from '../source-error.ts'
import type { SourceRow } from '../source-layout.ts'
import { hashInputs, putStamp } from './build-stamp.ts'
import { BUILTIN_DATABASES } from './databases.ts'
import { makeDatabase } from './make-database.ts'
import { parseQuestionFile } from './question-file.ts'
import { readSource } from './source-files.ts'

const BUILTIN_ABOUT: DatasetAbout = {
  name: 'builtin',
  title: 'SQLEnv: databases and questions of our own',
  license: 'MIT',
  attribution: 'The SQLEnv authors',
  homepage: 'https://opensource.org/license/mit',
  source: 'Made from the text in data/sources by a seeded build. Everything in it is invented.',
}

/**
 * Writes the same bytes every time, all or nothing: an import like any other, of databases that are
 * made first.
 *
 * @throws {SourceError} naming each question that fails its audit, and why, or the folder that
 *   cannot be written to; nothing is written then
 */
export async function buildBuiltin(
  dataDir: string,
  progress: ImportProgress = silentImport,
): Promise<ImportReport> {
  // Before anything is read: what changes meanwhile makes the result out of date.
  const inputsHash = hashInputs()
  const directory = await mkdtemp(path.join(tmpdir(), 'sqlenv-builtin-'))
  const fileOf = (databaseId: string): string => path.join(directory, `${databaseId}.sqlite`)
  try {
    for (const database of BUILTIN_DATABASES) {
      await writeFile(fileOf(database.databaseId), makeDatabase(database))
    }
    const layout = {
      about: BUILTIN_ABOUT,
      idPrefix: '',
      rows: BUILTIN_DATABASES.flatMap(readRows),
      tablesOf: () => [],
      tablesFile: '',
      databasePath: fileOf,
    }
    const report = await importLayout(layout, dataDir, progress, { accept: refuseFailing })
    await putStamp(dataDir, inputsHash)
    return report
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function readRows({ databaseId, split }: (typeof BUILTIN_DATABASES)[number]): SourceRow[] {
  return parseQuestionFile(readSource(databaseId, 'questions.sql')).map(
    ({ number, text, goldSql }) => ({
      questionId: `${databaseId}_${number}`,
      question: text,
      databaseId,
      query: goldSql,
      split,
      source: `data/sources/${databaseId}/questions.sql, question ${number}`,
    }),
  )
}

/** @throws {SourceError} naming every question that is set aside or fails the audit, and why */
export function refuseFailing({ kept, setAside, tables }: Findings): void {
  const complaints = [
    ...setAside.map(({ source, reason }) => `${source}: ${reason}`),
    ...auditQuality(kept, tables).findings.map(describeFinding),
  ]
  if (complaints.length === 0) return
  throw new SourceError(`The built-in data fail their audit: ${complaints.join('; ')}`)
}
