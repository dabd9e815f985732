/** Brings a data set from its published form into the data folder: judged, whole, or not at all. */

import { existsSync, statSync } from 'node:fs'

import { isUnfit } from '../questions/question.ts'
import type { Question } from '../questions/question.ts'
import { databasePath } from './dataset-files.ts'
import { complaintAboutFile } from './database-complaint.ts'
import type { TableFacts } from './gold-database.ts'
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

export type Findings = Pick<ImportReport, 'kept' | 'setAside'> & {
  /** Of each database that is kept. */
  readonly tables: ReadonlyMap<string, readonly TableFacts[]>
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
  { kept, setAside }: Findings,
): Promise<ImportReport> {
  const questions = kept.map(({ question }) => question)
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
  return { about: layout.about, kept, setAside, siblings: { databases: made } }
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
  const facts = new Map<QuestionDraft, GoldFacts>()
  const tables = new Map<string, readonly TableFacts[]>()
  const reasons = new Map<QuestionDraft, string>()
  const databases = [...Map.groupBy(drafts, (draft) => draft.databaseId)]
  await work.judges.map(databases, async (judge, [databaseId, ofDatabase]) => {
    const result = await judgeDatabase(work, judge, databaseId, ofDatabase)
    const note = typeof result === 'string' ? result : ''
    if (typeof result !== 'string') tables.set(databaseId, result.tables)
    for (const [index, draft] of ofDatabase.entries()) {
      const gold = typeof result === 'string' ? undefined : result.golds[index]
      if (gold === undefined) reasons.set(draft, note)
      else facts.set(draft, gold)
    }
    work.progress.databaseDone(databaseId, ofDatabase.length, note)
  })
  for (const draft of questionsToldElsewhere(drafts.filter((each) => facts.has(each)))) {
    reasons.set(draft, 'its gold SQL is in a split held out further')
  }
  const kept = assembleKept(drafts, reasons, facts)
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
  return { kept, setAside, tables }
}

/** What is not set aside, in file order. What is guessable depends on what else is kept. */
function assembleKept(
  drafts: readonly QuestionDraft[],
  reasons: ReadonlyMap<QuestionDraft, string>,
  facts: ReadonlyMap<QuestionDraft, GoldFacts>,
): BuiltQuestion[] {
  const keptDrafts = drafts.filter((draft) => !reasons.has(draft))
  const built = new Map<QuestionDraft, BuiltQuestion>()
  for (const ofDatabase of Map.groupBy(keptDrafts, (draft) => draft.databaseId).values()) {
    const golds = ofDatabase.flatMap((draft) => facts.get(draft) ?? [])
    for (const [index, question] of assembleQuestions(ofDatabase, golds).entries()) {
      const draft = ofDatabase[index]
      if (draft !== undefined) built.set(draft, question)
    }
  }
  return keptDrafts.flatMap((draft) => built.get(draft) ?? [])
}

type JudgedDatabase = {
  readonly tables: readonly TableFacts[]
  /** In the order of the drafts. */
  readonly golds: readonly GoldFacts[]
}

/** What running the golds shows, or why the database cannot be used. */
async function judgeDatabase(
  work: Work,
  judge: GoldJudge,
  databaseId: string,
  drafts: readonly QuestionDraft[],
): Promise<JudgedDatabase | string> {
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
    return { tables, golds }
  } catch (error) {
    if (!(error instanceof UnreadableDatabase)) throw error
    return `database unreadable: ${error.message}`
  }
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
  tables: readonly TableFacts[],
): string | undefined {
  const present = new Set(tables.map(({ name }) => name.toLowerCase()))
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
