/** The built-in data for tests and benchmarks, copied where the repository has it as it is now. */

import { cp } from 'node:fs/promises'
import { join } from 'node:path'

import { builtFiles, isBuiltinCurrent } from '../src/datasets/builtin/build-stamp.ts'
import { buildBuiltin } from '../src/datasets/builtin/build.ts'

const REPOSITORY_DATA = join(import.meta.dirname, '..', 'data')

/** A build takes longer than most tests. */
export async function putBuiltin(dataDir: string): Promise<void> {
  if (isBuiltinCurrent(REPOSITORY_DATA)) await copyBuiltin(REPOSITORY_DATA, dataDir)
  else await buildBuiltin(dataDir)
}

/** @param from - where a build was */
export async function copyBuiltin(from: string, to: string): Promise<void> {
  for (const file of builtFiles(from)) await cp(join(from, file), join(to, file))
}
