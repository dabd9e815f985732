/** Spider from its published folder into the data folder. */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

import type { DatasetAbout } from '../questions/dataset-about.ts'
import { putDatabase, putQuestions } from './dataset-files.ts'
import { openGoldDatabase } from './gold-database.ts'
import type { GoldDatabase } from './gold-database.ts'
import type { ImportReport } from './import-report.ts'
import { buildQuestions } from './question-build.ts'
import type { BuiltQuestion, QuestionDraft } from './question-build.ts'
import { SourceError } from './source-error.ts'
import { databaseFile, readSpiderLayout } from './spider-layout.ts'
import type { SpiderLayout, SpiderRow } from './spider-layout.ts'
import {
  PINNED_DATABASE_IDS,
  PINNED_QUESTION_FILES,
  checkPinnedDatabase,
  pinnedRowsOf,
} from './spider-pins.ts'
import { makeDatasetSiblings, putDatasetSiblings } from './siblings/dataset-siblings.ts'
import type { SiblingsProgress } from './siblings/dataset-siblings.ts'
import { questionsToldElsewhere, splitOf } from './splits.ts'
import { tryWriting } from './writing-trial.ts'

const LICENSE = 'CC-BY-SA-4.0'

export const SPIDER_ABOUT: DatasetAbout = {
  name: 'spider',
  title: 'Spider: Human-Labeled Complex and Cross-Domain Semantic Parsing and Text-to-SQL',
  license: LICENSE,
  attribution:
    'Tao Yu, Rui Zhang, Kai Yang, Michihiro Yasunaga, Dongxu Wang, Zifan Li, James Ma, Irene Li, ' +
    'Qingning Yao, Shanelle Roman, Zilin Zhang, Dragomir Radev: "Spider: A Large-Scale ' +
    'Human-Labeled Dataset for Complex and Cross-Domain Semantic Parsing and Text-to-SQL Task", ' +
    'EMNLP 2018.',
  homepage: 'https://yale-lily.github.io/spider',
  source:
    'Questions, gold SQL and databases as published, unchanged. Added by `npm run data -- import ' +
    'spider`: ids, splits, gold answers, answer types, difficulties and flags. Licensed under ' +
    'https://creativecommons.org/licenses/by-sa/4.0/',
}

/** Told what happens while an import runs. */
export type ImportProgress = SiblingsProgress & {
  begin(questionCount: number): void
  judged(databaseId: string): void
  /** @param note - why the database and its questions are set aside; empty when they are not */
  databaseDone(databaseId: string, questionCount: number, note: string): void
  end(): void
}

/**
 * Writes only what is whole: databases first, the questions last, each in one move.
 *
 * @throws {SourceError} with one line that names what is wrong with a folder; nothing is written then
 */
export async function importSpider(
  from: string,
  dataDir: string,
  progress: ImportProgress,
): Promise<ImportReport> {
  return importLayout(await readSpiderLayout(from), dataDir, progress)
}

/**
 * Only ten databases and their questions, and only as published.
 *
 * @throws {SourceError} as above, and when one of them is missing or is not what was published
 */
export async function importPinnedSpider(
  from: string,
  dataDir: string,
  progress: ImportProgress,
): Promise<ImportReport> {
  const layout = await readSpiderLayout(from)
  const rows = PINNED_QUESTION_FILES.flatMap((file) =>
    pinnedRowsOf(
      file,
      layout.rows.filter((row) => row.file === file),
    ),
  )
  for (const databaseId of PINNED_DATABASE_IDS) {
    const path = layout.databasePath(databaseId)
    if (!existsSync(path)) throw new SourceError(`No ${databaseFile(databaseId)} in ${from}`)
    checkPinnedDatabase(databaseId, await readFile(path))
  }
  return importLayout({ ...layout, rows }, dataDir, progress)
}

async function importLayout(
  layout: SpiderLayout,
  dataDir: string,
  progress: ImportProgress,
): Promise<ImportReport> {
  await tryWriting(dataDir)
  const drafts = draftQuestions(layout.rows)
  progress.begin(drafts.length)
  const { built, setAside } = buildAll(layout, drafts, progress)
  progress.end()
  const toldElsewhere = questionsToldElsewhere([...built.keys()])
  for (const draft of toldElsewhere)
    setAside.set(draft, 'its gold SQL is in a split held out further')
  const kept = drafts.flatMap((draft) => (setAside.has(draft) ? [] : (built.get(draft) ?? [])))
  if (kept.length === 0) {
    const [reason = 'it has no questions'] = setAside.values()
    throw new SourceError(`Nothing can be kept: ${reason}`)
  }
  const questions = kept.map(({ question }) => question)
  const siblings = makeDatasetSiblings(
    questions,
    (databaseId) => layout.databasePath(databaseId),
    progress,
  )
  const databaseIds = new Set(questions.map(({ databaseId }) => databaseId))
  for (const databaseId of databaseIds) {
    await putDatabase(dataDir, databaseId, layout.databasePath(databaseId))
  }
  await putDatasetSiblings(dataDir, SPIDER_ABOUT.name, questions, siblings)
  await putQuestions(dataDir, SPIDER_ABOUT, questions)
  return {
    about: SPIDER_ABOUT,
    kept,
    setAside: [...setAside].map(([{ databaseId, source }, reason]) => ({
      databaseId,
      source,
      reason,
    })),
    siblings,
  }
}

function draftQuestions(rows: readonly SpiderRow[]): QuestionDraft[] {
  const counts = new Map<string, number>()
  return rows.map(({ file, row, databaseId, query, question }) => {
    // Counted in file order among all rows of its database, so that an id never depends on others.
    const index = counts.get(databaseId) ?? 0
    counts.set(databaseId, index + 1)
    const split = splitOf(databaseId)
    return {
      questionId: `${databaseId}_${split}_${String(index).padStart(3, '0')}`,
      questionText: question,
      databaseId,
      goldSql: query,
      split,
      source: `Spider ${file} row ${row}`,
      license: LICENSE,
    }
  })
}

type Built = {
  readonly built: Map<QuestionDraft, BuiltQuestion>
  readonly setAside: Map<QuestionDraft, string>
}

function buildAll(
  layout: SpiderLayout,
  drafts: readonly QuestionDraft[],
  progress: ImportProgress,
): Built {
  const built: Built['built'] = new Map()
  const setAside: Built['setAside'] = new Map()
  for (const [databaseId, ofDatabase] of Map.groupBy(drafts, (draft) => draft.databaseId)) {
    const results = buildDatabase(layout, databaseId, ofDatabase, progress)
    const note = typeof results === 'string' ? results : ''
    for (const [index, draft] of ofDatabase.entries()) {
      const result = typeof results === 'string' ? undefined : results[index]
      if (result === undefined) setAside.set(draft, note)
      else built.set(draft, result)
    }
    progress.databaseDone(databaseId, ofDatabase.length, note)
  }
  return { built, setAside }
}

/** The questions in the order of the drafts, or why the database cannot be used. */
function buildDatabase(
  layout: SpiderLayout,
  databaseId: string,
  drafts: readonly QuestionDraft[],
  progress: ImportProgress,
): readonly BuiltQuestion[] | string {
  const path = layout.databasePath(databaseId)
  if (!existsSync(path)) return 'database missing'
  try {
    using database = openGoldDatabase(path)
    const absent = missingTable(layout, databaseId, database)
    if (absent !== undefined) return `database lacks the table ${absent} that tables.json names`
    return buildQuestions(database, drafts, () => progress.judged(databaseId))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return `database unreadable: ${error.message}`
  }
}

function missingTable(
  layout: SpiderLayout,
  databaseId: string,
  { tables }: GoldDatabase,
): string | undefined {
  const present = new Set(tables.map(({ name }) => name.toLowerCase()))
  const named = layout.tablesOf(databaseId).map((name) => name.toLowerCase())
  return named.find((name) => !present.has(name) && !name.startsWith('sqlite_'))
}
