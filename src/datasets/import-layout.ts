/** Brings a data set from its published form into the data folder: judged, whole, or not at all. */

import { accessSync, constants, existsSync, statSync } from 'node:fs'

import { databasePath } from './dataset-files.ts'
import { UnreadableDatabase, createGoldJudge } from './gold-judge.ts'
import type { GoldJudge, JudgeDeadlines } from './gold-judge.ts'
import { withImportFolder } from './import-folder.ts'
import type { ImportProgress } from './import-progress.ts'
import type { ImportReport } from './import-report.ts'
import { readOtherDatasets } from './other-datasets.ts'
import type { OtherDataset } from './other-datasets.ts'
import { assembleQuestions } from './question-build.ts'
import type { BuiltQuestion, GoldFacts, QuestionDraft } from './question-build.ts'
import { isSameFile } from './same-file.ts'
import { SourceError } from './source-error.ts'
import type { SourceLayout } from './source-layout.ts'
import { questionsToldElsewhere, splitOf } from './splits.ts'
import { stageDataset } from './staged-dataset.ts'
import type { StagedDataset } from './staged-dataset.ts'
import { tryWriting } from './writing-trial.ts'

export type ImportOptions = {
  /** The files of the layout may be moved: they were unpacked or fetched for this import alone. */
  readonly isOursToMove?: boolean
  readonly deadlines?: JudgeDeadlines
}

/**
 * Puts all in its place at the end, in one go; until then the data folder is as it was.
 *
 * @throws {SourceError} with one line that names what is wrong with the whole; nothing is changed then
 */
export async function importLayout(
  layout: SourceLayout,
  dataDir: string,
  progress: ImportProgress,
  { isOursToMove = false, deadlines }: ImportOptions = {},
): Promise<ImportReport> {
  await tryWriting(dataDir)
  const drafts = draftQuestions(layout)
  const others = readOtherDatasets(dataDir, layout.about.name)
  refuseTakenIds(drafts, others)
  return withImportFolder(dataDir, async (folder) => {
    const staged = stageDataset(folder, dataDir, isOursToMove)
    const judge = createGoldJudge(deadlines)
    progress.begin(drafts.length)
    try {
      const results = await buildAll({ layout, dataDir, others, staged, judge, progress }, drafts)
      return await putKept(layout, drafts, results, staged)
    } finally {
      progress.end()
      await judge.close()
    }
  })
}

/** Everything that judging one database after the other needs. */
type Work = {
  readonly layout: SourceLayout
  readonly dataDir: string
  readonly others: readonly OtherDataset[]
  readonly staged: StagedDataset
  readonly judge: GoldJudge
  readonly progress: ImportProgress
}

type Results = {
  readonly built: Map<QuestionDraft, BuiltQuestion>
  readonly setAside: Map<QuestionDraft, string>
}

async function putKept(
  { about }: SourceLayout,
  drafts: readonly QuestionDraft[],
  { built, setAside }: Results,
  staged: StagedDataset,
): Promise<ImportReport> {
  for (const draft of questionsToldElsewhere([...built.keys()])) {
    setAside.set(draft, 'its gold SQL is in a split held out further')
  }
  const kept = drafts.flatMap((draft) => (setAside.has(draft) ? [] : (built.get(draft) ?? [])))
  if (kept.length === 0) {
    const [reason = 'it has no questions'] = setAside.values()
    throw new SourceError(`Nothing can be kept: ${reason}`)
  }
  const keptIds = new Set(kept.map(({ question }) => question.databaseId))
  for (const { databaseId } of drafts) {
    if (!keptIds.has(databaseId)) await staged.dropDatabase(databaseId)
  }
  await staged.commit(
    about,
    kept.map(({ question }) => question),
  )
  return {
    about,
    kept,
    setAside: [...setAside].map(([{ databaseId, source }, reason]) => ({
      databaseId,
      source,
      reason,
    })),
  }
}

function draftQuestions({ about, idPrefix, rows }: SourceLayout): QuestionDraft[] {
  const counts = new Map<string, number>()
  return rows.map((row) => {
    const { databaseId } = row
    // Counted in file order among all rows of its database, so that an id never depends on others.
    const index = counts.get(databaseId) ?? 0
    counts.set(databaseId, index + 1)
    const split = row.split ?? splitOf(databaseId)
    const number = String(index).padStart(3, '0')
    return {
      questionId: row.questionId ?? `${idPrefix}${databaseId}_${split}_${number}`,
      questionText: row.question,
      databaseId,
      goldSql: row.query,
      split,
      source: row.source,
      license: about.license,
      difficulty: row.difficulty,
    }
  })
}

/** A server with two questions of one id does not start. */
function refuseTakenIds(drafts: readonly QuestionDraft[], others: readonly OtherDataset[]): void {
  const known = new Map<string, string>()
  for (const { questionId, source } of drafts) {
    const twin = known.get(questionId)
    if (twin !== undefined) {
      throw new SourceError(`Two questions have the id ${questionId}: ${twin} and ${source}`)
    }
    known.set(questionId, source)
    const owner = others.find(({ questionIds }) => questionIds.has(questionId))
    if (owner !== undefined) {
      throw new SourceError(
        `${source}: the id ${questionId} belongs to a question of data set ${owner.name}`,
      )
    }
  }
}

async function buildAll(work: Work, drafts: readonly QuestionDraft[]): Promise<Results> {
  const built: Results['built'] = new Map()
  const setAside: Results['setAside'] = new Map()
  for (const [databaseId, ofDatabase] of Map.groupBy(drafts, (draft) => draft.databaseId)) {
    const results = await buildDatabase(work, databaseId, ofDatabase)
    const note = typeof results === 'string' ? results : ''
    if (note !== '') await work.staged.dropDatabase(databaseId)
    for (const [index, draft] of ofDatabase.entries()) {
      const result = typeof results === 'string' ? undefined : results[index]
      if (result === undefined) setAside.set(draft, note)
      else built.set(draft, result)
    }
    work.progress.databaseDone(databaseId, ofDatabase.length, note)
  }
  return { built, setAside }
}

/** The questions in the order of the drafts, or why the database cannot be used. */
async function buildDatabase(
  work: Work,
  databaseId: string,
  drafts: readonly QuestionDraft[],
): Promise<readonly BuiltQuestion[] | string> {
  const { layout, judge, progress } = work
  const source = layout.databasePath(databaseId)
  const complaint = complaintAboutFile(source)
  if (complaint !== undefined) return complaint
  const path = await work.staged.addDatabase(databaseId, source)
  const owner = await otherOwner(work, databaseId, path)
  if (owner !== undefined) return `data set ${owner} has another database of this name`
  try {
    const tables = await judge.open(databaseId, path)
    const absent = missingTable(layout, databaseId, tables)
    if (absent !== undefined) {
      return `database lacks the table ${absent} that ${layout.tablesFile} names`
    }
    if (tables.length === 0) return 'database has no tables'
    const known = new Map<string, GoldFacts>()
    const golds: GoldFacts[] = []
    for (const { goldSql } of drafts) {
      const facts = known.get(goldSql) ?? (await judge.judge(goldSql))
      known.set(goldSql, facts)
      golds.push(facts)
      progress.judged(databaseId)
    }
    return assembleQuestions(drafts, golds)
  } catch (error) {
    if (!(error instanceof UnreadableDatabase)) throw error
    return `database unreadable: ${error.message}`
  }
}

function complaintAboutFile(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 'database missing'
  if (!stats.isFile()) return 'database unreadable: it is no file'
  try {
    accessSync(path, constants.R_OK)
  } catch {
    return 'database unreadable: permission denied'
  }
  const journal = statSync(`${path}-journal`, { throwIfNoEntry: false })
  return journal !== undefined && journal.size > 0
    ? 'database unreadable: a change of it was left half done; open it once with sqlite3'
    : undefined
}

/** Data sets share databases, so that one may not take the place of another with the same name. */
async function otherOwner(
  { others, dataDir }: Work,
  databaseId: string,
  path: string,
): Promise<string | undefined> {
  const owner = others.find(({ databaseIds }) => databaseIds.has(databaseId))
  const theirs = databasePath(dataDir, databaseId)
  if (owner === undefined || !existsSync(theirs)) return undefined
  return (await isSameFile(path, theirs)) ? undefined : owner.name
}

function missingTable(
  layout: SourceLayout,
  databaseId: string,
  tables: readonly string[],
): string | undefined {
  const present = new Set(tables.map((name) => name.toLowerCase()))
  const named = layout.tablesOf(databaseId).map((name) => name.toLowerCase())
  return named.find((name) => !present.has(name) && !name.startsWith('sqlite_'))
}
