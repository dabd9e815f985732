/** Runs everything again that lies in the data folder of one data set, and says what it found. */

import { loadDataset } from '../../adapters/node/data-files.ts'
import { isUnfit } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import { NO_SIBLINGS } from '../../questions/siblings.ts'
import type { QuestionSiblings } from '../../questions/siblings.ts'
import { complaintAboutFile } from '../database-complaint.ts'
import { databasePath } from '../dataset-files.ts'
import type { TableFacts } from '../gold-database.ts'
import { UnreadableDatabase } from '../gold-judge.ts'
import type { GoldJudge } from '../gold-judge.ts'
import type { ImportProgress } from '../import-progress.ts'
import type { Judges } from '../judges.ts'
import type { MadeSlips } from '../made-slips.ts'
import { readOtherDatasets } from '../other-datasets.ts'
import { assembleQuestions } from '../question-build.ts'
import type { BuiltQuestion, GoldFacts } from '../question-build.ts'
import type { AuditFinding } from './audit-items.ts'
import { auditQuality } from './quality-audit.ts'
import type { QualityAudit } from './quality-audit.ts'
import { differencesOf } from './stored-differences.ts'
import { findAbsentSiblings, readSiblingRecords } from './stored-siblings.ts'

export type DatasetAudit = QualityAudit & {
  readonly name: string
  readonly databaseCount: number
  readonly questionCount: number
  /** Of those whose database can be used. */
  readonly drawnCount: number
  /** One for each question that is drawn, where its slips could be run. */
  readonly slips: readonly MadeSlips[]
  /** Of each question whose gold runs, in file order. */
  readonly goldTimes: readonly GoldTime[]
}

export type GoldTime = { readonly questionId: string; readonly runsMs: readonly number[] }

export type AuditProgress = Pick<ImportProgress, 'begin' | 'judged' | 'databaseDone' | 'end'>

/** @throws {SettingError} in one line that names the file and the line that cannot be read */
export async function auditDataset(
  dataDir: string,
  name: string,
  judges: Judges,
  progress: AuditProgress,
): Promise<DatasetAudit> {
  const { questions } = loadDataset(dataDir, name)
  const records = readSiblingRecords(dataDir, name)
  const databases = [...Map.groupBy(questions, ({ databaseId }) => databaseId)]
  progress.begin(questions.length)
  try {
    const runs = await judges.map(databases, async (judge, [databaseId, ofDatabase]) => {
      const place = { dataDir, dataset: name, databaseId, records, progress }
      const run = await runDatabase(judge, place, ofDatabase)
      progress.databaseDone(databaseId, ofDatabase.length, run.kind === 'unusable' ? run.note : '')
      return run
    })
    return summarize(dataDir, name, questions, records, runs)
  } finally {
    progress.end()
  }
}

type Place = {
  readonly dataDir: string
  readonly dataset: string
  readonly databaseId: string
  readonly records: ReadonlyMap<string, QuestionSiblings>
  readonly progress: AuditProgress
}

type DatabaseRun =
  | {
      readonly kind: 'run'
      readonly databaseId: string
      readonly stored: readonly Question[]
      /** As an import would write them now, in the order of `stored`. */
      readonly found: readonly BuiltQuestion[]
      readonly tables: readonly TableFacts[]
      readonly slips: readonly MadeSlips[]
      readonly siblingFindings: readonly AuditFinding[]
    }
  | { readonly kind: 'unusable'; readonly stored: readonly Question[]; readonly note: string }

async function runDatabase(
  judge: GoldJudge,
  place: Place,
  stored: readonly Question[],
): Promise<DatabaseRun> {
  const path = databasePath(place.dataDir, place.databaseId)
  const complaint = complaintAboutFile(path)
  if (complaint !== undefined) return { kind: 'unusable', stored, note: complaint }
  try {
    const tables = await judge.open(place.databaseId, path)
    const golds = await judgeAll(judge, place, stored)
    const found = assembleQuestions(stored, golds)
    const slips = await findSlips(judge, found)
    const siblingFindings = await checkSiblings(judge, place, stored)
    const { databaseId } = place
    return { kind: 'run', databaseId, stored, found, tables, slips, siblingFindings }
  } catch (error) {
    if (!(error instanceof UnreadableDatabase)) throw error
    return { kind: 'unusable', stored, note: `database unreadable: ${error.message}` }
  }
}

async function judgeAll(
  judge: GoldJudge,
  { databaseId, progress }: Place,
  questions: readonly Question[],
): Promise<GoldFacts[]> {
  const known = new Map<string, GoldFacts>()
  const golds: GoldFacts[] = []
  for (const { goldSql } of questions) {
    const facts = known.get(goldSql) ?? (await judge.judge(goldSql))
    known.set(goldSql, facts)
    golds.push(facts)
    progress.judged(databaseId)
  }
  return golds
}

async function findSlips(judge: GoldJudge, found: readonly BuiltQuestion[]): Promise<MadeSlips[]> {
  const slips: MadeSlips[] = []
  for (const { question } of found) {
    if (isUnfit(question)) continue
    const { goldSql, goldAnswer, rowOrderMatters, flags } = question
    const hasSurvivor = flags.includes('weak:mutant_survives')
    const made = await judge.slips({ goldSql, goldAnswer, rowOrderMatters, hasSurvivor })
    if (made !== undefined) slips.push(made)
  }
  return slips
}

async function checkSiblings(
  judge: GoldJudge,
  { dataDir, dataset, databaseId, records }: Place,
  stored: readonly Question[],
): Promise<AuditFinding[]> {
  const path = databasePath(dataDir, databaseId)
  const questions = stored.flatMap((question) => {
    const siblings = records.get(question.questionId) ?? NO_SIBLINGS
    return siblings.grading.length + siblings.variants.length > 0 ? [{ question, siblings }] : []
  })
  if (questions.length === 0) return []
  const complaints = await judge.checkSiblings({ dataDir, dataset, databaseId, path, questions })
  return complaints.map(({ questionId, note }) => ({ item: 'siblings_differ', questionId, note }))
}

function summarize(
  dataDir: string,
  name: string,
  questions: readonly Question[],
  records: ReadonlyMap<string, QuestionSiblings>,
  runs: readonly DatabaseRun[],
): DatasetAudit {
  const ran = runs.filter((run) => run.kind === 'run')
  const inFileOrder = inOrderOf(questions)
  const found = ran.flatMap((run) => run.found).toSorted(inFileOrder(({ question }) => question))
  const quality = auditQuality(found, new Map(ran.map((run) => [run.databaseId, run.tables])))
  const unusable = runs.flatMap((run) =>
    run.kind === 'run'
      ? []
      : run.stored.map(({ questionId }) => {
          return { item: 'database_unusable', questionId, note: run.note } as const
        }),
  )
  return {
    ...quality,
    name,
    databaseCount: runs.length,
    questionCount: questions.length,
    drawnCount: found.filter(({ question }) => !isUnfit(question)).length,
    findings: [
      ...quality.findings,
      ...findAbsentSiblings(dataDir, name, questions, records),
      ...ran.flatMap((run) => run.siblingFindings),
      ...unusable,
      ...findDuplicateIds(dataDir, name, questions),
      ...ran.flatMap((run) => differencesIn(run.stored, run.found)),
    ],
    slips: ran.flatMap((run) => run.slips),
    goldTimes: found.flatMap(({ question: { questionId }, runsMs }) =>
      runsMs.length === 0 ? [] : [{ questionId, runsMs }],
    ),
  }
}

/** Databases are done in the order in which processes are free, and questions may be mixed. */
function inOrderOf(questions: readonly Question[]) {
  const places = new Map(questions.map(({ questionId }, place) => [questionId, place]))
  return <T>(questionOf: (item: T) => Question) =>
    (a: T, b: T): number =>
      (places.get(questionOf(a).questionId) ?? 0) - (places.get(questionOf(b).questionId) ?? 0)
}

function differencesIn(
  stored: readonly Question[],
  found: readonly BuiltQuestion[],
): AuditFinding[] {
  return stored.flatMap((question, place) => {
    const built = found[place]
    return built === undefined ? [] : differencesOf(question, built.question)
  })
}

/** A server does not start where two questions have one id. */
function findDuplicateIds(
  dataDir: string,
  name: string,
  questions: readonly Question[],
): AuditFinding[] {
  const others = readOtherDatasets(dataDir, name)
  const seen = new Set<string>()
  return questions.flatMap(({ questionId }): AuditFinding[] => {
    const owner = others.find(({ questionIds }) => questionIds.has(questionId))
    const note = seen.has(questionId) ? 'twice' : owner && `also of data set ${owner.name}`
    seen.add(questionId)
    return note === undefined ? [] : [{ item: 'duplicate_id', questionId, note }]
  })
}
