/** The state machine: an action in, at most one query to await, a new episode and a reply out. */

import { explorationTerms, finalTerms } from '../reward/step-reward.ts'
import type { ExplorationFacts } from '../reward/step-reward.ts'
import { isGoldResult, potentialRowsMax } from '../reward/potential.ts'
import type { RewardTerms } from '../reward/terms.ts'
import type { QueryLimits, QueryOutcome, ResultTable } from '../sql/query.ts'
import { findTable, quoteName } from '../sql/schema.ts'
import type { TableSchema } from '../sql/schema.ts'
import { gradeAnswer } from '../verify/grade-answer.ts'
import type { Verdict } from '../verify/grade-answer.ts'
import {
  ACTION_TYPES,
  ACTION_WORD_CHARS_MAX,
  actionKey,
  isTooLong,
  toActionType,
} from './action.ts'
import type { Action } from './action.ts'
import { cutToJsonBytes, firstChars } from './cut-text.ts'
import type { Episode, Outcome } from './episode.ts'
import { fingerprintOfRows } from './fingerprint.ts'
import { EVIDENCE_QUERIES_MAX, HISTORY_ARGUMENT_CHARS_MAX, QUERY_BYTES_MAX } from './limits.ts'
import { measuredPotential } from './measured-potential.ts'
import type { MeasuredQuery } from './measured-potential.ts'
import { nearestName } from './nearest-name.ts'
import { queryErrorText } from './query-texts.ts'
import { replyToStep } from './reply.ts'
import type { QueryReport, Reply } from './reply.ts'
import { schemaText, showResult, tableNamesText, tableText } from './table-texts.ts'

export type Step = { readonly episode: Episode; readonly reply: Reply }

export type Plan =
  | { readonly kind: 'settled'; readonly step: Step }
  | QueryPlan
  /** The answer is right here; `hasEvidence` finds out whether it was found by a query. */
  | { readonly kind: 'evidence' }

/** The query to run before `settleStep` can tell what came of the action. */
type QueryPlan = {
  readonly kind: 'query'
  readonly databaseId: string
  readonly sql: string
  readonly limits: QueryLimits
  readonly siblingId: string | undefined
}

/** What the action means, as far as the episode alone can tell. */
export function planStep(episode: Episode, action: Action): Plan {
  if (episode.outcome !== null) return settled(stepAfterEnd(episode))
  const reading = readAction(episode, action)
  switch (reading.kind) {
    case 'malformed':
      return settled(explore(episode, action, { error: reading.error }))
    case 'describe':
      return settled(describe(episode, action, reading.table))
    case 'sample':
      return queryPlan(episode, sampleSql(episode, reading.table), episode.limits.sampleRows)
    case 'query':
      return {
        ...queryPlan(episode, action.argument, potentialRowsMax(episode.gold.rows.length)),
        siblingId: siblingOf(episode),
      }
    case 'answer': {
      const verdict = gradeAnswer(action.argument, episode.gold, episode.grading)
      if (verdict.isCorrect && episode.grading === 'evidence') return { kind: 'evidence' }
      return settled(answer(episode, action, verdict, verdict.isCorrect ? 'Correct' : 'Wrong'))
    }
  }
}

/** What came of a right answer whose plan was to look for evidence. */
export function settleAnswer(episode: Episode, action: Action, isSupported: boolean): Step {
  const verdict = gradeAnswer(action.argument, episode.gold, episode.grading)
  return answer(episode, action, verdict, isSupported ? 'Correct' : 'Unsupported')
}

/** What came of an action whose plan was a query. */
export function settleStep(episode: Episode, action: Action, outcome: QueryOutcome): Step {
  const isQuery = toActionType(action.actionType) === 'QUERY'
  if (outcome.kind !== 'table') {
    const query: QueryReport = { rows: 0, truncated: false, code: outcome.kind }
    return explore(episode, action, {
      error: queryErrorText(outcome),
      ...(isQuery && { query }),
    })
  }
  const { text, rowCount, isCut } = showResult(outcome.table, episode.limits)
  if (!isQuery) return explore(episode, action, { result: text, hasReadTable: true })
  return explore(episode, action, {
    result: text,
    hasReadTable: outcome.tablesRead.length > 0,
    query: { rows: rowCount, truncated: isCut, code: 'ok' },
    resultTable: outcome.table,
    siblingTable: outcome.siblingTable,
  })
}

type ActionReading =
  | { readonly kind: 'malformed'; readonly error: string }
  | { readonly kind: 'describe' | 'sample'; readonly table: TableSchema }
  | { readonly kind: 'query' | 'answer' }

function readAction(episode: Episode, action: Action): ActionReading {
  const { actionType: word, argument, slip } = action
  const { argumentBytesMax } = episode.limits
  if (slip !== undefined) return malformed(slip)
  const actionType = toActionType(word)
  if (actionType === undefined) {
    const known = ACTION_TYPES.join(', ')
    return malformed(
      `Unknown action ${firstChars(word, ACTION_WORD_CHARS_MAX)}. Expected one of ${known}.`,
    )
  }
  if (isTooLong(argument, argumentBytesMax)) {
    return malformed(`The argument is longer than ${argumentBytesMax} bytes.`)
  }
  if (actionType === 'ANSWER') return { kind: 'answer' }
  if (argument.trim() === '') return malformed(`${actionType} needs ${NEEDS[actionType]}.`)
  if (actionType === 'QUERY') return { kind: 'query' }
  const table = findTable(episode.schema, argument)
  if (table === undefined) return malformed(unknownTableText(episode, argument))
  return { kind: actionType === 'DESCRIBE' ? 'describe' : 'sample', table }
}

const NEEDS = { DESCRIBE: 'a table name', SAMPLE: 'a table name', QUERY: 'an SQL query' }

function malformed(error: string): ActionReading {
  return { kind: 'malformed', error }
}

function unknownTableText({ schema }: Episode, argument: string): string {
  const name = argument.trim()
  const names = schema.tables.map((table) => table.name)
  const nearest = nearestName(name, names)
  const guess = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  return `Unknown table ${firstChars(name, 80)}.${guess} ${tableNamesText(schema)}`
}

function settled(step: Step): Plan {
  return { kind: 'settled', step }
}

function queryPlan(episode: Episode, sql: string, rowsMax: number): QueryPlan {
  return {
    kind: 'query',
    databaseId: episode.databaseId,
    sql,
    limits: { rowsMax, bytesMax: QUERY_BYTES_MAX, deadlineMs: episode.limits.queryTimeoutMs },
    siblingId: undefined,
  }
}

/** The published profile measures progress on one database only. */
function siblingOf({ rewardProfile, progressSibling }: Episode): string | undefined {
  return rewardProfile.paysForDataOnly ? progressSibling?.databaseId : undefined
}

function sampleSql(episode: Episode, table: TableSchema): string {
  return `SELECT * FROM ${quoteName(table.name)} LIMIT ${episode.limits.sampleRows}`
}

function stepAfterEnd(episode: Episode): Step {
  const error = 'The episode is over: nothing changes any more.'
  return {
    episode,
    reply: replyToStep(episode, { result: '', error, rewardTerms: {}, query: null }),
  }
}

function describe(episode: Episode, action: Action, table: TableSchema): Step {
  const result = cutToJsonBytes(tableText(table), episode.limits.resultBytesMax)
  return explore(withDescribed(episode, table), action, { result, hasReadTable: true })
}

function withDescribed(episode: Episode, { name }: TableSchema): Episode {
  if (episode.describedTables.includes(name)) return episode
  const describedTables = [...episode.describedTables, name]
  return { ...episode, describedTables, schemaInfo: schemaText(episode.schema, describedTables) }
}

/** What is said of each kind of answer. */
const JUDGEMENTS = {
  Correct: 'Correct.',
  Wrong: 'Wrong.',
  Unsupported: 'Right here, but none of your queries finds it on other data: it does not count.',
}

function answer(
  episode: Episode,
  action: Action,
  { reading }: Verdict,
  judgement: keyof typeof JUDGEMENTS,
): Step {
  const isSolved = judgement === 'Correct'
  const rewardTerms = finalTerms({}, isSolved)
  const next = { ...counted(episode, action), outcome: isSolved ? 'solved' : 'wrong' } as const
  const result = `${JUDGEMENTS[judgement]} Your answer was read as ${reading}`
  return {
    episode: next,
    reply: replyToStep(next, { result, error: '', rewardTerms, query: null }),
  }
}

type Exploration = MeasuredQuery & {
  readonly result?: string
  /** Present when the action failed. */
  readonly error?: string
  readonly query?: QueryReport
}

/** Counts and pays an action that is no ANSWER, and ends the episode when the budget is used up. */
function explore(episode: Episode, action: Action, exploration: Exploration): Step {
  const { result = '', error, hasReadTable = false, query = null, resultTable } = exploration
  const seen = hasReadTable ? resultTable : undefined
  const fingerprint = seen && fingerprintOfRows(seen.rows)
  const potential = measuredPotential(episode, action.argument, exploration) ?? episode.potential
  const key = actionKey(action, episode.schema, episode.limits.argumentBytesMax)
  const facts: ExplorationFacts = {
    isQuery: toActionType(action.actionType) === 'QUERY',
    hasSucceeded: error === undefined,
    hasReadTable,
    isRepeated: episode.actionKeys.has(key),
    hasSeenRows: fingerprint !== undefined && episode.resultFingerprints.has(fingerprint),
    potentialChange: potential - episode.potential,
  }
  const terms = explorationTerms(facts, episode.rewardProfile, episode.stepBudget)
  const next: Episode = {
    ...counted(episode, action),
    potential,
    actionKeys: new Set([...episode.actionKeys, key]),
    goldQueries: seen === undefined ? episode.goldQueries : withGoldQuery(episode, action, seen),
    resultFingerprints:
      fingerprint === undefined
        ? episode.resultFingerprints
        : new Set([...episode.resultFingerprints, fingerprint]),
  }
  return afterExploring(next, terms, { result, error: error ?? '', query })
}

function afterExploring(
  episode: Episode,
  terms: RewardTerms,
  news: { readonly result: string; readonly error: string; readonly query: QueryReport | null },
): Step {
  const isLast = episode.stepCount >= episode.stepBudget
  const outcome: Outcome | null = isLast ? 'out_of_budget' : null
  const rewardTerms = isLast ? finalTerms(terms, false) : terms
  const next = { ...episode, outcome }
  return { episode: next, reply: replyToStep(next, { ...news, rewardTerms }) }
}

function withGoldQuery(episode: Episode, action: Action, result: ResultTable): readonly string[] {
  const { goldQueries, gold, grading } = episode
  const sql = action.argument
  if (grading !== 'evidence' || !isGoldResult(result, gold)) return goldQueries
  return [sql, ...goldQueries.filter((other) => other !== sql)].slice(0, EVIDENCE_QUERIES_MAX)
}

function counted(episode: Episode, action: Action): Episode {
  const argument = firstChars(action.argument, HISTORY_ARGUMENT_CHARS_MAX)
  const word =
    toActionType(action.actionType) ?? firstChars(action.actionType, ACTION_WORD_CHARS_MAX)
  return {
    ...episode,
    stepCount: episode.stepCount + 1,
    actionHistory: [...episode.actionHistory, `${word} ${argument}`],
  }
}
