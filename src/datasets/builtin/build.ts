/** Our own data set, from its text sources into the data folder. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { DatasetAbout } from '../../questions/dataset-about.ts'
import { isUnfit } from '../../questions/question.ts'
import { putDatabase, putQuestions } from '../dataset-files.ts'
import { openGoldDatabase } from '../gold-database.ts'
import { buildQuestions } from '../question-build.ts'
import type { BuiltQuestion, QuestionDraft } from '../question-build.ts'
import { SourceError } from '../source-error.ts'
import { makeDatasetSiblings, putDatasetSiblings } from '../siblings/dataset-siblings.ts'
import type { DatasetSiblings } from '../siblings/dataset-siblings.ts'
import type { ImportProgress } from '../spider-import.ts'
import { tryWriting } from '../writing-trial.ts'
import { hashInputs, putStamp } from './build-stamp.ts'
import { BUILTIN_DATABASES } from './databases.ts'
import { makeDatabase } from './make-database.ts'
import { parseQuestionFile } from './question-file.ts'
import { readSource } from './source-files.ts'

export const BUILTIN_ABOUT: DatasetAbout = {
  name: 'builtin',
  title: 'SQLEnv: databases and questions of our own',
  license: 'MIT',
  attribution: 'The SQLEnv authors',
  homepage: 'https://opensource.org/license/mit',
  source: 'Made from the text in data/sources by a seeded build. Everything in it is invented.',
}

export type BuiltinBuild = {
  readonly databases: number
  readonly questions: number
  /** The questions that are poor ones, each with why: none, when all is well. */
  readonly weak: readonly string[]
  readonly siblings: DatasetSiblings
}

const SILENT: ImportProgress = { begin() {}, judged() {}, databaseDone() {}, end() {} }

/**
 * Writes the same bytes every time: databases first, the questions last, each in one move.
 *
 * @throws {SourceError} naming each question that no answer can be graded fairly for, and why, or
 *   the folder that cannot be written to; nothing is written then
 */
export async function buildBuiltin(
  dataDir: string,
  progress: ImportProgress = SILENT,
): Promise<BuiltinBuild> {
  await tryWriting(dataDir)
  // Before anything is read: what changes meanwhile makes the result out of date.
  const inputsHash = hashInputs()
  const databases = BUILTIN_DATABASES.map((database) => ({
    databaseId: database.databaseId,
    bytes: makeDatabase(database),
    drafts: draftQuestions(database.databaseId, database.split),
  }))
  const { kept, siblings } = await judgeCopies(databases, progress)
  const questions = kept.map(({ question }) => question)
  for (const { databaseId, bytes } of databases) await putDatabase(dataDir, databaseId, bytes)
  await putDatasetSiblings(dataDir, BUILTIN_ABOUT.name, questions, siblings)
  await putQuestions(dataDir, BUILTIN_ABOUT, questions)
  await putStamp(dataDir, inputsHash)
  return {
    databases: databases.length,
    questions: questions.length,
    weak: kept.filter(({ question }) => question.flags.length > 0).map(describeFlags),
    siblings,
  }
}

function draftQuestions(databaseId: string, split: QuestionDraft['split']): QuestionDraft[] {
  return parseQuestionFile(readSource(databaseId, 'questions.sql')).map(
    ({ number, text, goldSql }) => ({
      questionId: `${databaseId}_${number}`,
      questionText: text,
      databaseId,
      goldSql,
      split,
      source: `data/sources/${databaseId}/questions.sql, question ${number}`,
      license: BUILTIN_ABOUT.license,
    }),
  )
}

type MadeDatabase = {
  readonly databaseId: string
  readonly bytes: Uint8Array
  readonly drafts: readonly QuestionDraft[]
}

/**
 * Works on copies: the data folder is not touched before all questions have passed.
 * @throws {SourceError} naming each question that is unfit
 */
async function judgeCopies(
  databases: readonly MadeDatabase[],
  progress: ImportProgress,
): Promise<{ kept: readonly BuiltQuestion[]; siblings: DatasetSiblings }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sqlenv-builtin-'))
  const pathOf = (databaseId: string): string => path.join(directory, `${databaseId}.sqlite`)
  try {
    progress.begin(databases.reduce((count, { drafts }) => count + drafts.length, 0))
    const kept: BuiltQuestion[] = []
    for (const { databaseId, bytes, drafts } of databases) {
      await writeFile(pathOf(databaseId), bytes)
      using database = openGoldDatabase(pathOf(databaseId))
      kept.push(...buildQuestions(database, drafts, () => progress.judged(databaseId)))
      progress.databaseDone(databaseId, drafts.length, '')
    }
    progress.end()
    refuseUnfit(kept)
    const questions = kept.map(({ question }) => question)
    return { kept, siblings: makeDatasetSiblings(questions, pathOf, progress) }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** @throws {SourceError} naming every question that is unfit, and why */
export function refuseUnfit(built: readonly BuiltQuestion[]): void {
  const unfit = built.filter(({ question }) => isUnfit(question))
  if (unfit.length > 0) {
    throw new SourceError(
      `No answer can be graded fairly for ${unfit.map(describeFlags).join(', ')}`,
    )
  }
}

function describeFlags({ question, failure }: BuiltQuestion): string {
  return [question.questionId, ...question.flags, failure ?? ''].join(' ').trimEnd()
}
