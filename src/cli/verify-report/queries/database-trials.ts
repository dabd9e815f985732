/** Tries wrong and right queries on the questions of one database, through the real environment. */

import { createRandom } from '../../../datasets/builtin/random.ts'
import type { Random } from '../../../datasets/builtin/random.ts'
import type { EnvironmentPorts } from '../../../episode/environment.ts'
import type { Sibling } from '../../../episode/episode.ts'
import { QUERY_BYTES_MAX } from '../../../episode/limits.ts'
import { playOf } from '../../../episode/play.ts'
import type { Question } from '../../../questions/question.ts'
import { potentialRowsMax } from '../../../reward/potential.ts'
import type { ResultTable } from '../../../sql/query.ts'
import { formatAnswer } from '../../../verify/answer-formats.ts'
import { gradeAnswer } from '../../../verify/grade-answer.ts'
import { rewritesOf } from '../rewrites/rewrites.ts'
import type { RewriteRule } from '../rewrites/rewrites.ts'
import type { JudgedDatabase, JudgedGold } from './judged-database.ts'
import { pinnedQueries, WRONG_BY_ITSELF } from './pinned-queries.ts'
import { answerOf, isSolved } from './played-question.ts'
import { rowsBehind } from './row-reader.ts'
import { wrongQueries } from './wrong-queries.ts'
import type { WrongKind, WrongQuery } from './wrong-queries.ts'

/** By what its answer is accepted, where a query is wrong. */
export type Acceptance = {
  /** Its result is the right answer on the one database. */
  readonly byValue: boolean
  /** So it is on each of the question's grading siblings too. */
  readonly bySiblings: boolean
  /** An episode with it is solved under evidence grading. */
  readonly byEvidence: boolean
}

export type WrongTrial = {
  readonly questionId: string
  readonly kind: WrongKind
  readonly sql: string
  /** `equivalent`: nothing tells it from gold. `fails`: there is no result that could be answered. */
  readonly verdict: 'wrong' | 'equivalent' | 'fails'
  /** All false where it is not wrong. */
  readonly accepted: Acceptance
}

type RewriteTrial = {
  readonly questionId: string
  readonly rule: RewriteRule
  readonly sql: string
  /** Whether it gives gold's result here and on all judging siblings; if not, its rule is unsound. */
  readonly isConfirmed: boolean
  /** Whether an episode with it, rightly answered, is solved under evidence grading. */
  readonly isAccepted: boolean
}

/** An agent that reads the rows, counts for itself, and answers rightly. */
type RowReaderTrial = { readonly questionId: string; readonly isAccepted: boolean }

export type QuestionTrials = {
  readonly wrong: readonly WrongTrial[]
  readonly rewrites: readonly RewriteTrial[]
  readonly rowReaders: readonly RowReaderTrial[]
  /** On how many judging siblings gold is fair. */
  readonly fairCount: number
}

export type TrialPlace = {
  readonly dataset: string
  readonly ports: EnvironmentPorts
  readonly judged: JudgedDatabase
}

/**
 * @param seed - a 32-bit integer: which slips and rules are drawn
 * @param isSampled - whether rewrites of its gold are tried
 */
export async function tryQuestion(
  place: TrialPlace,
  question: Question,
  seed: number,
  isSampled: boolean,
): Promise<QuestionTrials> {
  const gold = place.judged.goldOf(question)
  const random = createRandom(seed)
  const wrong: WrongTrial[] = []
  for (const query of candidates(place, question, gold, random)) {
    wrong.push(await tryWrong(place, question, gold, query))
  }
  return {
    wrong,
    rewrites: isSampled ? await tryRewrites(place, question, gold, random) : [],
    rowReaders: await tryRowReader(place, question, gold),
    fairCount: gold.fairCount,
  }
}

function candidates(
  { ports, judged }: TrialPlace,
  question: Question,
  gold: JudgedGold,
  random: Random,
): WrongQuery[] {
  const schema = ports.schemaOf(question.databaseId)
  const pinned =
    schema === undefined ? [] : pinnedQueries(question, schema, (sql) => judged.read(sql))
  const isRight = (sql: string): boolean => {
    const result = gold.run(sql)
    return result !== undefined && gold.isGoldHere(result)
  }
  // Only such a query is learnt.
  const learnt = pinned.filter(({ sql }) => isRight(sql))
  return wrongQueries(gold.sql, gold.query, learnt, random)
}

const NOT_ACCEPTED: Acceptance = { byValue: false, bySiblings: false, byEvidence: false }

async function tryWrong(
  place: TrialPlace,
  question: Question,
  gold: JudgedGold,
  { kind, sql }: WrongQuery,
): Promise<WrongTrial> {
  const { questionId } = question
  const result = gold.run(sql)
  const trial = (verdict: WrongTrial['verdict'], accepted = NOT_ACCEPTED): WrongTrial => {
    return { questionId, kind, sql, verdict, accepted }
  }
  if (result === undefined) return trial('fails')
  if (!isWrong(gold, kind, sql, result)) return trial('equivalent')
  const { gold: goldHere, siblings } = playOf(
    place.dataset,
    question,
    place.ports.bank.siblings.get(questionId),
  )
  const answer = answerOf(result)
  const byValue = gradeAnswer(answer, goldHere, 'strict').isCorrect
  return trial('wrong', {
    byValue,
    bySiblings: byValue && (await isRightOn(siblings, sql, place.ports)),
    byEvidence: await isSolved(place.ports, 'evidence', { questionId, sql, answer }),
  })
}

function isWrong(gold: JudgedGold, kind: WrongKind, sql: string, result: ResultTable): boolean {
  return WRONG_BY_ITSELF.has(kind) || !gold.isGoldHere(result) || !gold.isGoldOnJudging(sql)
}

/** Whether its result, answered there, is right on each. */
async function isRightOn(
  siblings: readonly Sibling[],
  sql: string,
  { queries, limits }: EnvironmentPorts,
): Promise<boolean> {
  for (const { databaseId, gold } of siblings) {
    const rowsMax = potentialRowsMax(gold.rows.length)
    const deadlineMs = limits.queryTimeoutMs
    const bytesMax = QUERY_BYTES_MAX
    const outcome = await queries.run(databaseId, sql, { rowsMax, bytesMax, deadlineMs })
    if (outcome.kind !== 'table') return false
    if (!gradeAnswer(answerOf(outcome.table), gold, 'strict').isCorrect) return false
  }
  return true
}

async function tryRewrites(
  { ports }: TrialPlace,
  { questionId }: Question,
  gold: JudgedGold,
  random: Random,
): Promise<RewriteTrial[]> {
  const trials: RewriteTrial[] = []
  for (const { rule, sql } of gold.query === undefined ? [] : rewritesOf(gold.query, random)) {
    const result = gold.run(sql)
    const isConfirmed = result !== undefined && gold.isGoldHere(result) && gold.isGoldOnJudging(sql)
    const answer = result === undefined ? '' : answerOf(result)
    const isAccepted = await isSolved(ports, 'evidence', { questionId, sql, answer })
    trials.push({ questionId, rule, sql, isConfirmed, isAccepted })
  }
  return trials
}

async function tryRowReader(
  { ports }: TrialPlace,
  { questionId, goldColumns, goldAnswer }: Question,
  { query }: JudgedGold,
): Promise<RowReaderTrial[]> {
  const sql = query && rowsBehind(query)
  if (sql === undefined) return []
  const answer = formatAnswer(goldColumns, goldAnswer).get('json') ?? ''
  const isAccepted = await isSolved(ports, 'evidence', { questionId, sql, answer })
  return [{ questionId, isAccepted }]
}
