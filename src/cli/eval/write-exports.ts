/** A run's episodes as files of other tools, in its folder. */

import { join } from 'node:path'

import { createExport } from '../../evaluation/export/create-export.ts'
import type { ExportFormat } from '../../evaluation/export/create-export.ts'
import { readIntoExport } from '../export/export-file.ts'
import { createWholeFile } from '../export/whole-file.ts'
import { TRAJECTORIES_FILE } from './run-folder.ts'

/**
 * @returns a line for each file, and what was left out of it
 * @throws {SettingError} when one cannot be written
 */
export async function writeExports(
  dir: string,
  formats: readonly ExportFormat[],
): Promise<string[]> {
  const lines: string[] = []
  for (const format of formats) lines.push(...(await writeExport(dir, format)))
  return lines
}

async function writeExport(dir: string, format: ExportFormat): Promise<string[]> {
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
    return [
      `${place}: ${rowCount} rows of ${takenCount} episodes`,
      ...remarks.map((remark) => `  ${remark}`),
    ]
  } finally {
    await file.abandon()
  }
}
