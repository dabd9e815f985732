/** Spider from its published folder into the data folder. */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

import { importLayout } from './import-layout.ts'
import type { ImportOptions } from './import-layout.ts'
import type { ImportProgress } from './import-progress.ts'
import type { ImportReport } from './import-report.ts'
import { SourceError } from './source-error.ts'
import { databaseFile, readSpiderLayout } from './spider-layout.ts'
import {
  PINNED_DATABASE_IDS,
  PINNED_QUESTION_FILES,
  checkPinnedDatabase,
  pinnedRowsOf,
} from './spider-pins.ts'

/**
 * Writes only what is whole: databases first, the questions last, each in one move.
 *
 * @throws {SourceError} with one line that names what is wrong with a folder; nothing is written then
 */
export async function importSpider(
  from: string,
  dataDir: string,
  progress: ImportProgress,
  options?: ImportOptions,
): Promise<ImportReport> {
  return importLayout(await readSpiderLayout(from), dataDir, progress, options)
}

/**
 * Only ten databases and their questions, and only as published.
 *
 * @throws {SourceError} as above, and when one of them is missing or is not what was published
 */
export async function importPinnedSpider(
  from: string,
  dataDir: string,
  progress: ImportProgress,
  options?: ImportOptions,
): Promise<ImportReport> {
  const layout = await readSpiderLayout(from)
  const rows = PINNED_QUESTION_FILES.flatMap((file) =>
    pinnedRowsOf(
      file,
      layout.rows.filter((row) => row.file === file),
    ),
  )
  for (const databaseId of PINNED_DATABASE_IDS) {
    const path = layout.databasePath(databaseId)
    if (!existsSync(path)) throw new SourceError(`No ${databaseFile(databaseId)} in ${from}`)
    checkPinnedDatabase(databaseId, await readFile(path))
  }
  return importLayout({ ...layout, rows }, dataDir, progress, options)
}
