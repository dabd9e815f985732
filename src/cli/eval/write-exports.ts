/** A run's episodes as files of other tools, in its folder. */

import { join } from 'node:path'

import { createExport } from '../../evaluation/export/create-export.ts'
import type { ExportFormat } from '../../evaluation/export/create-export.ts'
import { readIntoExport } from '../export/export-file.ts'
import { createWholeFile } from '../export/whole-file.ts'
import { TRAJECTORIES_FILE } from './run-folder.ts'

/** `lines`: of its rows, and of what was left out of it. */
export type ExportedFile = { readonly lines: readonly string[]; readonly isEmpty: boolean }

/** @throws {SettingError} when a file cannot be written */
export async function writeExports(
  dir: string,
  formats: readonly ExportFormat[],
): Promise<ExportedFile[]> {
  const files: ExportedFile[] = []
  for (const format of formats) files.push(await writeExport(dir, format))
  return files
}

async function writeExport(dir: string, format: ExportFormat): Promise<ExportedFile> {
  const target = createExport(format)
  const place = join(dir, target.fileName)
  const file = await createWholeFile(place)
  try {
    await readIntoExport(join(dir, TRAJECTORIES_FILE), target, {
      text: (text) => file.append(text),
      line: () => {},
    })
    const { text, rowCount, takenCount, remarks } = target.end()
    await file.append(text)
    await file.finish()
    const lines = [
      `${place}: ${rowCount} rows of ${takenCount} episodes`,
      ...remarks.map((remark) => `  ${remark}`),
    ]
    return { lines, isEmpty: rowCount === 0 }
  } finally {
    await file.abandon()
  }
}
