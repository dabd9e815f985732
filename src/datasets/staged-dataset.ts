/** A data set that is made beside its place, and put there in one go when it is whole. */

import { constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { formatDatasetAbout } from '../questions/dataset-about.ts'
import type { DatasetAbout } from '../questions/dataset-about.ts'
import { toQuestionRecord } from '../questions/question-record.ts'
import type { Question } from '../questions/question.ts'
import { toSiblingsRecord } from '../questions/siblings.ts'
import { aboutPath, databasePath, questionsPath } from './dataset-files.ts'
import { isSameFile } from './same-file.ts'
import type { JudgedQuestion } from './siblings/database-siblings.ts'
import { siblingPath, siblingsFolder, siblingsRecordsPath } from './siblings/sibling-files.ts'

export type StagedDataset = {
  /** Takes a database over, byte for byte. @returns where it is until `commit` */
  addDatabase(databaseId: string, source: string): Promise<string>
  dropDatabase(databaseId: string): Promise<void>
  /** Where a database that was added is until `commit`. */
  pathOf(databaseId: string): string
  /** @param files - by name, as `g1` */
  addSiblings(databaseId: string, files: ReadonlyMap<string, Uint8Array>): Promise<void>
  /**
   * Puts all in its place. Nothing can interrupt the moves, but what kills the process.
   * @param judged - gold on the siblings, of those questions that have some
   */
  commit(questions: readonly Question[], judged: readonly JudgedQuestion[]): Promise<void>
}

/**
 * @param folder - on the same disk as `dataDir`; where all is until then
 * @param isOursToMove - whether the sources may be moved, not copied: they are temporary files
 */
export function stageDataset(
  about: DatasetAbout,
  folder: string,
  dataDir: string,
  isOursToMove: boolean,
): StagedDataset {
  const databaseIds = new Set<string>()
  const { name } = about

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
    pathOf: (databaseId) => databasePath(folder, databaseId),
    async addSiblings(databaseId, files) {
      for (const [sibling, bytes] of files) {
        const path = siblingPath(folder, name, databaseId, sibling)
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, bytes, { flush: true })
      }
    },
    async commit(questions, judged) {
      await mkdir(join(folder, 'questions'), { recursive: true })
      await mkdir(siblingsFolder(folder, name), { recursive: true })
      const write = (path: string, lines: readonly string[]): Promise<void> =>
        writeFile(path, lines.map((line) => `${line}\n`).join(''), { flush: true })
      await write(questionsPath(folder, name), questions.map(toQuestionRecord))
      await write(
        siblingsRecordsPath(folder, name),
        judged.map(({ questionId, siblings }) => toSiblingsRecord(questionId, siblings)),
      )
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
  mkdirSync(join(dataDir, 'siblings'), { recursive: true })
  for (const { to } of databases) mkdirSync(dirname(to), { recursive: true })
  rmSync(questionsPath(dataDir, name), { force: true })
  rmSync(siblingsFolder(dataDir, name), { recursive: true, force: true })
  for (const { from, to } of databases) renameSync(from, to)
  for (const pathIn of [siblingsFolder, siblingsRecordsPath, aboutPath, questionsPath]) {
    renameSync(pathIn(folder, name), pathIn(dataDir, name))
  }
}

/** A move may reach the disk before the content that it moves. */
async function flush(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}
