/** What a gold query returns, and whether an answer to it can be graded fairly. */

import type { Flag } from '../questions/question.ts'
import { formatCell } from '../sql/cell.ts'
import type { Row } from '../sql/cell.ts'
import { CELL_CHARS_MAX, RESULT_ROWS_MAX } from '../sql/display-limits.ts'
import type { QueryOutcome } from '../sql/query.ts'
import { sameRows } from '../verify/same-rows.ts'
import type { GoldDatabase } from './gold-database.ts'
import { findTies, toTieProbe } from './gold-ties.ts'

export type GoldJudgement = {
  readonly columns: readonly string[]
  /** Empty where gold does not run. */
  readonly rows: readonly Row[]
  readonly tablesRead: readonly string[]
  readonly rowOrderMatters: boolean
  /** In the order of `FLAGS`, `unfit:` ones only. */
  readonly unfit: readonly Flag[]
  /** SQLite's message or the reason of the refusal, where gold does not run. */
  readonly failure: string | undefined
}

/** @throws {Error} when the database is at fault and not gold */
export function judgeGold(database: GoldDatabase, goldSql: string): GoldJudgement {
  const outcome = database.run(goldSql)
  if (outcome.kind !== 'table') return judgeFailure(outcome)
  const { columns, rows, isTruncated } = outcome.table
  const mended = database.mend(goldSql)
  const ties = findTies(database, toTieProbe(mended), rows)
  const unfit: Flag[] = []
  if (rows.length === 0) unfit.push('unfit:empty')
  if (isNullOnly(rows)) unfit.push('unfit:null_only')
  if (ties.isTie) unfit.push('unfit:tie')
  if (ties.isInnerTie || dependsOnScan(database, mended, rows)) unfit.push('unfit:scan_order')
  if (isTruncated || isOversized(rows)) unfit.push('unfit:oversized')
  return {
    columns,
    rows,
    tablesRead: outcome.tablesRead,
    rowOrderMatters: ties.rowOrderMatters,
    unfit,
    failure: undefined,
  }
}

function judgeFailure(outcome: Exclude<QueryOutcome, { kind: 'table' }>): GoldJudgement {
  const [flag, failure] = reasonOf(outcome)
  const nothing = { columns: [], rows: [], tablesRead: [], rowOrderMatters: false }
  return { ...nothing, unfit: [flag], failure }
}

function reasonOf(outcome: Exclude<QueryOutcome, { kind: 'table' }>): [Flag, string] {
  if (outcome.kind === 'failed') return ['unfit:gold_fails', outcome.message]
  if (outcome.kind !== 'refused') return ['unfit:gold_fails', outcome.kind]
  if (outcome.reason === 'clock') return ['unfit:clock', 'reads the clock']
  if (outcome.reason === 'chance') return ['unfit:chance', 'asks for chance']
  return ['unfit:gold_fails', `refused: ${outcome.reason}`]
}

/** Whether rows say nothing but that there are some. */
export function isNullOnly(rows: readonly Row[]): boolean {
  return rows.length > 0 && rows.flat().every((cell) => cell === null)
}

/** Whether an agent sees less than the whole of an answer. */
export function isOversized(rows: readonly Row[]): boolean {
  return rows.length > RESULT_ROWS_MAX || rows.some(hasLongCell)
}

function hasLongCell(row: Row): boolean {
  return row.some((cell) => formatCell(cell).length > CELL_CHARS_MAX)
}

/** Whether gold returns something else when unordered scans run backwards. */
export function dependsOnScan(database: GoldDatabase, sql: string, rows: readonly Row[]): boolean {
  const reversed = database.runReversed(sql)
  return reversed === undefined || !sameRows(reversed, rows, 'any')
}
