/** `sqlenv export`: recorded episodes as files that other tools read. */

import { realpathSync, statSync } from 'node:fs'

import { createExport } from '../../evaluation/export/create-export.ts'
import { createByteProgress } from '../data/byte-progress.ts'
import { isReadableFile } from '../replay/readable-file.ts'
import { toSafeText } from '../safe-text.ts'
import { EXPORT_HELP, parseExportArguments } from './export-arguments.ts'
import type { ExportCommand } from './export-arguments.ts'
import { readIntoExport } from './export-file.ts'
import { createWholeFile } from './whole-file.ts'

/** From here on, how far it is is shown. */
const LONG_FILES_BYTES = 10_000_000

/** @returns the exit code: 0 done, 1 not all or nothing, 2 wrong words or a damaged file */
export async function exportCommand(args: string[]): Promise<number> {
  const parsed = parseExportArguments(args)
  switch (parsed.kind) {
    case 'help':
      console.log(EXPORT_HELP)
      return 0
    case 'unusable':
      return fail(`${parsed.reason}\nSee: npm run export -- --help`)
    case 'export': {
      const { files, out } = parsed
      const missing = files.find((file) => !isReadableFile(file))
      if (missing !== undefined) return fail(`Expected a file that can be read at ${missing}`)
      if (files.some((file) => isSamePlace(file, out))) {
        return fail(`Expected --out to be another file than those that are read, got ${out}`)
      }
      return runExport(parsed)
    }
  }
}

/** @throws {SettingError} when the file cannot be written */
async function runExport({ format, options, files, out }: ExportCommand): Promise<number> {
  const target = createExport(format, options)
  const file = await createWholeFile(out)
  const byteCount = files.reduce((sum, one) => sum + statSync(one).size, 0)
  const progress = byteCount < LONG_FILES_BYTES ? undefined : createByteProgress(process.stderr)
  let code = 0
  try {
    progress?.begin(out, byteCount, 0)
    for (const one of files) {
      const { unusableCount, remarks, damage } = await readIntoExport(one, target, {
        text: (text) => file.append(text),
        line: (bytes) => progress?.advance(bytes),
      })
      if (damage !== undefined) code = 2
      else if (unusableCount > 0) code = Math.max(code, 1)
      for (const remark of [...remarks, ...(damage === undefined ? [] : [damage])]) {
        console.error(toSafeText(`${one}: ${remark}`))
      }
    }
    const { text, rowCount, takenCount, remarks } = target.end()
    await file.append(text)
    await file.finish()
    progress?.end()
    console.log(toSafeText(`${out}: ${rowCount} rows of ${takenCount} episodes`))
    for (const remark of remarks) console.log(`  ${remark}`)
    return rowCount === 0 ? Math.max(code, 1) : code
  } finally {
    progress?.end()
    await file.abandon()
  }
}

function isSamePlace(file: string, out: string): boolean {
  try {
    return realpathSync(file) === realpathSync(out)
  } catch {
    return false
  }
}

function fail(message: string): number {
  console.error(toSafeText(message))
  return 2
}
