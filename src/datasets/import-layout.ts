/** Brings a data set from its published form into the data folder: judged, whole, or not at all. */

import { accessSync, constants, existsSync, statSync } from 'node:fs'

import { isUnfit } from '../questions/question.ts'
import type { Question } from '../questions/question.ts'
import { databasePath } from './dataset-files.ts'
import { UnreadableDatabase } from './gold-judge.ts'
import type { GoldJudge, JudgeDeadlines } from './gold-judge.ts'
import { withImportFolder } from './import-folder.ts'
import type { ImportProgress } from './import-progress.ts'
import type { ImportReport } from './import-report.ts'
import { createJudges } from './judges.ts'
import type { Judges } from './judges.ts'
import { readOtherDatasets } from './other-datasets.ts'
import type { OtherDataset } from './other-datasets.ts'
import { assembleQuestions } from './question-build.ts'
import type { BuiltQuestion, GoldFacts, QuestionDraft } from './question-build.ts'
import { isSameFile } from './same-file.ts'
import { SourceError } from './source-error.ts'
import type { SourceLayout } from './source-layout.ts'
import type { MadeSiblings } from './siblings/dataset-siblings.ts'
import type { JudgedQuestion } from './siblings/database-siblings.ts'
import { questionsToldElsewhere, splitOf } from './splits.ts'
import { stageDataset } from './staged-dataset.ts'
import type { StagedDataset } from './staged-dataset.ts'
import { tryWriting } from './writing-trial.ts'

export type ImportOptions = {
  /** The files of the layout may be moved: they were unpacked or fetched for this import alone. */
  readonly isOursToMove?: boolean
  readonly deadlines?: JudgeDeadlines
  /**
   * Called before anything is put in its place.
   * @throws {SourceError} where what was found is not good enough
   */
  readonly accept?: (findings: Findings) => void
}

export type Findings = Pick<ImportReport, 'kept' | 'setAside'>

/**
 * Puts all in its place at the end, in one go; until then the data folder is as it was.
 *
 * @throws {SourceError} with one line that names what is wrong with the whole; nothing is changed then
 */
export async function importLayout(
  layout: SourceLayout,
  dataDir: string,
  progress: ImportProgress,
  { isOursToMove = false, deadlines, accept }: ImportOptions = {},
): Promise<ImportReport> {
  await tryWriting(dataDir)
  const drafts = draftQuestions(layout)
  const others = readOtherDatasets(dataDir, layout.about.name)
  refuseTakenIds(drafts, others)
  return withImportFolder(dataDir, async (folder) => {
    const staged = stageDataset(layout.about, folder, dataDir, isOursToMove)
    const judges = createJudges(deadlines)
    const work: Work = { layout, dataDir, others, staged, judges, progress }
    progress.begin(drafts.length)
    try {
      const findings = await judgeAll(work, drafts)
      progress.end()
      accept?.(findings)
      return await putKept(work, findings)
    } finally {
      progress.end()
      await judges.close()
    }
  })
}

/** Everything that judging databases needs. */
type Work = {
  readonly layout: SourceLayout
  readonly dataDir: string
  readonly others: readonly OtherDataset[]
  readonly staged: StagedDataset
  readonly judges: Judges
  readonly progress: ImportProgress
}

async function putKept(
  { layout, judges, staged, progress }: Work,
  findings: Findings,
): Promise<ImportReport> {
  const questions = findings.kept.map(({ question }) => question)
  const databases = Map.groupBy(questions, ({ databaseId }) => databaseId)
  const judged = new Map<string, JudgedQuestion>()
  const made = await judges.map([...databases], async (judge, [databaseId, ofDatabase]) => {
    const path = staged.pathOf(databaseId)
    const siblings = await makeSiblings(judge, databaseId, path, ofDatabase)
    await staged.addSiblings(databaseId, siblings.files)
    for (const one of siblings.questions) judged.set(one.questionId, one)
    progress.siblingsMade(databaseId, siblings.note)
    return siblings
  })
  // In file order, which is not always database by database.
  const judgedInOrder = questions.flatMap(({ questionId }) => judged.get(questionId) ?? [])
  await staged.commit(questions, judgedInOrder)
  return { about: layout.about, ...findings, siblings: { databases: made } }
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

async function judgeAll(work: Work, drafts: readonly QuestionDraft[]): Promise<Findings> {
  const built = new Map<QuestionDraft, BuiltQuestion>()
  const reasons = new Map<QuestionDraft, string>()
  const databases = [...Map.groupBy(drafts, (draft) => draft.databaseId)]
  await work.judges.map(databases, async (judge, [databaseId, ofDatabase]) => {
    const results = await buildDatabase(work, judge, databaseId, ofDatabase)
    const note = typeof results === 'string' ? results : ''
    for (const [index, draft] of ofDatabase.entries()) {
      const result = typeof results === 'string' ? undefined : results[index]
      if (result === undefined) reasons.set(draft, note)
      else built.set(draft, result)
    }
    work.progress.databaseDone(databaseId, ofDatabase.length, note)
  })
  for (const draft of questionsToldElsewhere(drafts.filter((each) => built.has(each)))) {
    reasons.set(draft, 'its gold SQL is in a split held out further')
  }
  const kept = drafts.flatMap((draft) => (reasons.has(draft) ? [] : (built.get(draft) ?? [])))
  const setAside = drafts.flatMap((draft) => {
    const { databaseId, source } = draft
    const reason = reasons.get(draft)
    return reason === undefined ? [] : [{ databaseId, source, reason }]
  })
  if (kept.length === 0) {
    throw new SourceError(`Nothing can be kept: ${setAside[0]?.reason ?? 'it has no questions'}`)
  }
  const keptIds = new Set(kept.map(({ question }) => question.databaseId))
  for (const [databaseId] of databases) {
    if (!keptIds.has(databaseId)) await work.staged.dropDatabase(databaseId)
  }
  return { kept, setAside }
}

/** The questions in the order of the drafts, or why the database cannot be used. */
async function buildDatabase(
  work: Work,
  judge: GoldJudge,
  databaseId: string,
  drafts: readonly QuestionDraft[],
): Promise<readonly BuiltQuestion[] | string> {
  const { layout, progress } = work
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

async function makeSiblings(
  judge: GoldJudge,
  databaseId: string,
  path: string,
  questions: readonly Question[],
): Promise<MadeSiblings & { readonly files: ReadonlyMap<string, Uint8Array> }> {
  const start = performance.now()
  const fit = questions.filter((question) => !isUnfit(question))
  const siblings = await judge.makeSiblings(databaseId, path, fit)
  const seconds = (performance.now() - start) / 1000
  const fileBytes = [...siblings.files.values()].map(({ length }) => length)
  return { ...siblings, databaseId, fileBytes, originalBytes: statSync(path).size, seconds }
}
