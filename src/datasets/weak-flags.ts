/** What makes a gradable question a poor one: it is drawn, and reported. */

import type { Flag } from '../questions/question.ts'
import type { CellValue } from '../sql/cell.ts'
import { normalizeSql } from '../sql/tokens.ts'
import { sameRows } from '../verify/same-rows.ts'
import type { GoldDatabase } from './gold-database.ts'
import type { GoldJudgement } from './gold-judgement.ts'
import { mutantsOf } from './mutants.ts'
import type { Mutant } from './mutants.ts'
import { parseQuery, tablesNamedIn } from './sql-syntax.ts'
import type { Query } from './sql-syntax.ts'

export type JudgedGold = { readonly goldSql: string; readonly judgement: GoldJudgement }

/** @returns the flags that follow from gold and its database alone, in the order of `FLAGS` */
export function findWeaknesses(
  database: GoldDatabase,
  { goldSql, judgement }: JudgedGold,
): readonly Flag[] {
  const query = parseQuery(database.mend(goldSql))
  const flags: Flag[] = []
  const [cell, ...others] = judgement.rows.flat()
  if (cell !== undefined && others.length === 0) {
    const equals = (guess: CellValue | undefined): boolean =>
      guess !== undefined && sameRows([[guess]], [[cell]], 'any')
    if (database.tables.some(({ rowCount }) => equals(rowCount))) flags.push('weak:row_count')
    if (database.tables.some(({ firstCell }) => equals(firstCell))) flags.push('weak:first_cell')
  }
  if (query !== undefined) {
    const { done: allToldApart } = survivingMutants(database, query, judgement).next()
    if (allToldApart !== true) flags.push('weak:mutant_survives')
    if (tablesDiffer(query, judgement)) flags.push('weak:tables_differ')
  }
  return flags
}

/** The slips in gold that return what gold returns, each run when it is asked for. */
export function* survivingMutants(
  database: GoldDatabase,
  query: Query,
  { rows, rowOrderMatters }: Pick<GoldJudgement, 'rows' | 'rowOrderMatters'>,
): Generator<Mutant, undefined> {
  const order = rowOrderMatters ? 'as_given' : 'any'
  for (const mutant of mutantsOf(query)) {
    const outcome = database.run(mutant.sql, rows.length)
    if (outcome.kind !== 'table' || outcome.table.isTruncated) continue
    if (sameRows(outcome.table.rows, rows, order)) yield mutant
  }
  return undefined
}

/** Whether the engine opens other tables than gold names: it may leave a join out, or see a view. */
function tablesDiffer(query: Query, { tablesRead }: GoldJudgement): boolean {
  const read = tablesRead.map((table) => table.toLowerCase()).sort()
  return read.join('\n') !== tablesNamedIn(query).join('\n')
}

/**
 * The golds that return the commonest answer of their database: what a learner would always say who
 * never looks. Two wordings of one query are one; an answer that only one query has is not common.
 * Where several answers are equally common, all of them are.
 */
export function withCommonAnswer<T extends JudgedGold>(golds: readonly T[]): ReadonlySet<T> {
  const groups: T[][] = []
  for (const gold of golds) {
    const group = groups.find(([other]) => other !== undefined && sameAnswer(other, gold))
    if (group === undefined) groups.push([gold])
    else group.push(gold)
  }
  const highest = Math.max(2, ...groups.map(queryCount))
  return new Set(groups.filter((group) => queryCount(group) === highest).flat())
}

function sameAnswer(a: JudgedGold, b: JudgedGold): boolean {
  return sameRows(a.judgement.rows, b.judgement.rows, 'any')
}

function queryCount(golds: readonly JudgedGold[]): number {
  return new Set(golds.map(({ goldSql }) => normalizeSql(goldSql))).size
}
