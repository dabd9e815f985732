/** What a gold query returns, and whether an answer to it can be graded fairly. */

import type { Flag } from '../questions/question.ts'
import { formatCell } from '../sql/cell.ts'
import type { Row } from '../sql/cell.ts'
import { CELL_CHARS_MAX, RESULT_ROWS_MAX } from '../sql/display-limits.ts'
import type { QueryOutcome } from '../sql/query.ts'
import { meaningfulTokens } from '../sql/tokens.ts'
import { sameRows } from '../verify/same-rows.ts'
import type { GoldDatabase } from './gold-database.ts'
import { parseQuery } from './sql-syntax.ts'
import { isOrdered, withInnerTieKeys, withTieKey } from './tie-key.ts'

export type GoldJudgement = {
  readonly columns: readonly string[]
  /** Empty where gold does not run. */
  readonly rows: readonly Row[]
  readonly tablesRead: readonly string[]
  readonly orderMatters: boolean
  /** In the order of `FLAGS`, `unfit:` ones only. */
  readonly unfit: readonly Flag[]
  /** SQLite's message or the reason of the refusal, where gold does not run. */
  readonly failure: string | undefined
}

/**
 * How often gold runs with another key: of two rows that tie, each run takes either, so that a tie
 * goes unseen once in 2^32.
 */
export const TIE_RUNS = 32

/** @throws {Error} when the database is at fault and not gold */
export function judgeGold(
  database: GoldDatabase,
  goldSql: string,
  tieRuns = TIE_RUNS,
): GoldJudgement {
  const outcome = database.run(goldSql)
  if (outcome.kind !== 'table') return judgeFailure(outcome)
  const { columns, rows, isTruncated } = outcome.table
  const mended = database.mend(goldSql)
  const ties = findTies(database, mended, rows, tieRuns)
  const isNullOnly = rows.length > 0 && rows.flat().every((cell) => cell === null)
  const isOversized = isTruncated || rows.length > RESULT_ROWS_MAX || rows.some(hasLongCell)
  const unfit: Flag[] = []
  if (rows.length === 0) unfit.push('unfit:empty')
  if (isNullOnly) unfit.push('unfit:null_only')
  if (ties.isTie) unfit.push('unfit:tie')
  if (ties.isInnerTie || dependsOnScan(database, mended, rows)) unfit.push('unfit:scan_order')
  if (isOversized) unfit.push('unfit:oversized')
  return {
    columns,
    rows,
    tablesRead: outcome.tablesRead,
    orderMatters: ties.orderMatters,
    unfit,
    failure: undefined,
  }
}

function judgeFailure(outcome: Exclude<QueryOutcome, { kind: 'table' }>): GoldJudgement {
  const [flag, failure] = reasonOf(outcome)
  const nothing = { columns: [], rows: [], tablesRead: [], orderMatters: false }
  return { ...nothing, unfit: [flag], failure }
}

function reasonOf(outcome: Exclude<QueryOutcome, { kind: 'table' }>): [Flag, string] {
  if (outcome.kind === 'failed') return ['unfit:gold_fails', outcome.message]
  if (outcome.kind !== 'refused') return ['unfit:gold_fails', outcome.kind]
  if (outcome.reason === 'clock') return ['unfit:clock', 'reads the clock']
  if (outcome.reason === 'chance') return ['unfit:chance', 'asks for chance']
  return ['unfit:gold_fails', `refused: ${outcome.reason}`]
}

function hasLongCell(row: Row): boolean {
  return row.some((cell) => formatCell(cell).length > CELL_CHARS_MAX)
}

type Ties = {
  readonly isTie: boolean
  readonly isInnerTie: boolean
  readonly orderMatters: boolean
}

function findTies(
  database: GoldDatabase,
  sql: string,
  rows: readonly Row[],
  tieRuns: number,
): Ties {
  const query = parseQuery(sql)
  // What cannot be looked for is taken as found: better a question less than an unfair one.
  if (query === undefined) return { isTie: mayCut(sql), isInnerTie: false, orderMatters: false }
  const outer = findChange(database, withTieKey(query), rows, tieRuns)
  const inner = findChange(database, withInnerTieKeys(query), rows, tieRuns)
  const isSorted = isOrdered(query)
  return {
    isTie: isSorted && outer === 'content',
    // A LIMIT over unsorted rows takes those that the scan meets first.
    isInnerTie: inner === 'content' || (!isSorted && outer === 'content'),
    orderMatters: isSorted && rows.length > 1 && outer === 'nothing',
  }
}

function mayCut(sql: string): boolean {
  return meaningfulTokens(sql).some(({ text }) => /^(?:ORDER|LIMIT)$/i.test(text))
}

/** What some key changes of the rows: which there are, only their order, or nothing. */
function findChange(
  database: GoldDatabase,
  sql: string | undefined,
  rows: readonly Row[],
  tieRuns: number,
): 'content' | 'order' | 'nothing' {
  if (sql === undefined) return 'nothing'
  let change: 'order' | 'nothing' = 'nothing'
  for (let seed = 1; seed <= tieRuns; seed += 1) {
    const again = database.runWithKey(sql, seed)
    if (again === undefined) return 'content'
    if (sameRows(again, rows, 'as_given')) continue
    if (!sameRows(again, rows, 'any')) return 'content'
    change = 'order'
  }
  return change
}

function dependsOnScan(database: GoldDatabase, sql: string, rows: readonly Row[]): boolean {
  const reversed = database.runReversed(sql)
  return reversed === undefined || !sameRows(reversed, rows, 'any')
}
