/** Builds the data that the tests read, once for a run, in a temporary folder. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

import { importSpider } from '../src/datasets/spider-import.ts'
import { silentImport } from '../src/datasets/import-progress.ts'
import { putBuiltin } from './builtin-data.ts'
import { spiderDir } from './spider-dir.ts'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sqlenv-test-data-'))
  await putBuiltin(dataDir)
  if (spiderDir !== undefined) await importSpider(spiderDir, dataDir, silentImport)
  project.provide('testDataDir', dataDir)
  return () => rm(dataDir, { recursive: true, force: true })
}
