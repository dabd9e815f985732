/** Whether a start has to build the built-in data first. */

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { parseSettings } from '../../adapters/node/config.ts'
import { isBuiltinCurrent } from '../../datasets/builtin/build-stamp.ts'
import { datasetOfFile } from '../../questions/dataset-file-names.ts'
import { SourceError } from '../../datasets/source-error.ts'

/**
 * Not where the folder holds only other data sets: it is its owner's, and `builtin` would become
 * the default of its server.
 *
 * @param datasets - what SQLENV_DATASETS says, where it is set: then it alone decides
 * @throws {SourceError} when there is no such folder: a slip in its name is not answered with one
 * @throws {SettingError} when `datasets` names none
 */
export function needsBuiltin(dataDir: string, datasets: string | undefined): boolean {
  if (statSync(dataDir, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new SourceError(`SQLENV_DATA_DIR ${dataDir} is not a folder`)
  }
  const wanted = parseSettings({ SQLENV_DATASETS: datasets }).SQLENV_DATASETS
  const isServed = wanted?.includes('builtin') ?? isBuiltinDefault(join(dataDir, 'questions'))
  return isServed && !isBuiltinCurrent(dataDir)
}

/** It is there, or nothing else is. */
function isBuiltinDefault(folder: string): boolean {
  const files = existsSync(folder) ? readdirSync(folder) : []
  const names = files.flatMap((file) => datasetOfFile(file) ?? [])
  return names.includes('builtin') || names.length === 0
}
