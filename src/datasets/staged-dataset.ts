/** A data set that is made beside its place, and put there in one go when it is whole. */

import { constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { formatDatasetAbout } from '../questions/dataset-about.ts'
import type { DatasetAbout } from '../questions/dataset-about.ts'
import { toQuestionRecord } from '../questions/question-record.ts'
import type { Question } from '../questions/question.ts'
import { aboutPath, databasePath, questionsPath } from './dataset-files.ts'
import { isSameFile } from './same-file.ts'

export type StagedDataset = {
  /** Takes a database over, byte for byte. @returns where it is until `commit` */
  addDatabase(databaseId: string, source: string): Promise<string>
  dropDatabase(databaseId: string): Promise<void>
  /** Puts all in its place. Nothing can interrupt the moves, but what kills the process. */
  commit(about: DatasetAbout, questions: readonly Question[]): Promise<void>
}

/**
 * @param folder - on the same disk as `dataDir`; where all is until then
 * @param isOursToMove - whether the sources may be moved, not copied: they are temporary files
 */
export function stageDataset(
  folder: string,
  dataDir: string,
  isOursToMove: boolean,
): StagedDataset {
  const databaseIds = new Set<string>()

  return {
    async addDatabase(databaseId, source) {
      const path = databasePath(folder, databaseId)
      await mkdir(dirname(path), { recursive: true })
      if (isOursToMove) await rename(source, path)
      else await copyFile(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
      await flush(path)
      databaseIds.add(databaseId)
      return path
    },
    async dropDatabase(databaseId) {
      databaseIds.delete(databaseId)
      await rm(dirname(databasePath(folder, databaseId)), { recursive: true, force: true })
    },
    async commit(about, questions) {
      await mkdir(join(folder, 'questions'), { recursive: true })
      const lines = questions.map((question) => `${toQuestionRecord(question)}\n`)
      const { name } = about
      await writeFile(questionsPath(folder, name), lines.join(''), { flush: true })
      await writeFile(aboutPath(folder, name), formatDatasetAbout(about), { flush: true })
      const changed: string[] = []
      for (const databaseId of databaseIds) {
        const isThere = existsSync(databasePath(dataDir, databaseId))
        const isChanged =
          !isThere ||
          !(await isSameFile(databasePath(folder, databaseId), databasePath(dataDir, databaseId)))
        if (isChanged) changed.push(databaseId)
      }
      moveIntoPlace(folder, dataDir, name, changed)
    },
  }
}

/**
 * Without a pause, so that no signal comes between. Where the machine itself stops in the middle,
 * the data set is absent: its old questions are never beside new databases, nor the reverse.
 */
function moveIntoPlace(
  folder: string,
  dataDir: string,
  name: string,
  databaseIds: readonly string[],
): void {
  const databases = databaseIds.map((databaseId) => ({
    from: databasePath(folder, databaseId),
    to: databasePath(dataDir, databaseId),
  }))
  mkdirSync(join(dataDir, 'questions'), { recursive: true })
  for (const { to } of databases) mkdirSync(dirname(to), { recursive: true })
  if (databases.some(({ to }) => existsSync(to)))
    rmSync(questionsPath(dataDir, name), { force: true })
  for (const { from, to } of databases) renameSync(from, to)
  renameSync(aboutPath(folder, name), aboutPath(dataDir, name))
  renameSync(questionsPath(folder, name), questionsPath(dataDir, name))
}

/** A move may reach the disk before the content that it moves. */
async function flush(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}
