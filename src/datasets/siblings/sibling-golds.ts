/** The gold queries of one database, and what each returns on one of its siblings. */

import type { Question } from '../../questions/question.ts'
import type { Row } from '../../sql/cell.ts'
import { sameRows } from '../../verify/same-rows.ts'
import { openGoldDatabase } from '../gold-database.ts'
import type { GoldDatabase } from '../gold-database.ts'
import { dependsOnScan, isNullOnly, isOversized } from '../gold-judgement.ts'
import { findTies, toTieProbe } from '../gold-ties.ts'
import type { TieProbe } from '../gold-ties.ts'
import { mutantsOf } from '../mutants.ts'
import { parseQuery } from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'

/** Questions with the same gold SQL are one. */
export type KnownGold = {
  readonly goldSql: string
  /** With its literals mended: what siblings are asked. */
  readonly sql: string
  /** `undefined` where the parser does not know the SQL. */
  readonly query: Query | undefined
  readonly probe: TieProbe
  /** On the database as shipped. */
  readonly rows: readonly Row[]
  readonly rowOrderMatters: boolean
  readonly questionCount: number
  /** Slips in gold that return the same on the database as shipped. */
  readonly survivors: readonly string[]
}

/** Gold on one sibling, where an answer to it can be graded fairly. */
export type FairGold = {
  readonly rows: readonly Row[]
  readonly rowOrderMatters: boolean
  /** Whether it is another answer than on the database as shipped. */
  readonly differs: boolean
  /** Which of the survivors return something else here, by their place. */
  readonly toldApart: readonly number[]
}

/** Why no answer to gold could be graded fairly on a sibling: the flag that a question would have. */
export type Unfair = 'fails' | 'empty' | 'null_only' | 'oversized' | 'tie' | 'scan_order'

export type SiblingVerdict = FairGold | Unfair

/** @returns `undefined` where it is not fair */
export function fairGold(verdict: SiblingVerdict | undefined): FairGold | undefined {
  return typeof verdict === 'string' ? undefined : verdict
}

/** @param questions - of one database, none of them unfit */
export function studyGolds(database: GoldDatabase, questions: readonly Question[]): KnownGold[] {
  const groups = Map.groupBy(questions, ({ goldSql }) => goldSql)
  return [...groups].flatMap(([goldSql, [question, ...others]]) => {
    if (question === undefined) return []
    const sql = database.mend(goldSql)
    const query = parseQuery(sql)
    const { goldAnswer: rows, rowOrderMatters } = question
    // The build has run them all, and says where one is left.
    const hasSurvivors = question.flags.includes('weak:mutant_survives')
    const mutants = query === undefined || !hasSurvivors ? [] : mutantsOf(query)
    const survivors = mutants.filter((mutant) =>
      returnsSame(database, mutant.sql, { rows, rowOrderMatters }),
    )
    return {
      goldSql,
      sql,
      query,
      probe: toTieProbe(sql),
      rows,
      rowOrderMatters,
      questionCount: others.length + 1,
      survivors: [...new Set(survivors.map((mutant) => mutant.sql))],
    }
  })
}

/** Seeds by which ties are looked for at first: nearly all show at once. */
const FIRST_SEEDS = [1, 1] as const

/** Seeds by which `confirmGolds` looks further, in the siblings that are kept. */
const MORE_SEEDS = [2, 6] as const

/**
 * @param path - of the sibling's file
 * @returns for each gold, in their order
 */
export function judgeGolds(path: string, golds: readonly KnownGold[]): SiblingVerdict[] {
  using database = openGoldDatabase(path)
  return golds.map((gold) => judgeOne(database, gold))
}

function judgeOne(database: GoldDatabase, gold: KnownGold): SiblingVerdict {
  const rows = database.read(gold.sql)
  if (rows === undefined) return 'fails'
  if (rows.length === 0) return 'empty'
  if (isNullOnly(rows)) return 'null_only'
  if (isOversized(rows)) return 'oversized'
  const ties = findTies(database, gold.probe, rows, FIRST_SEEDS)
  if (ties.isTie) return 'tie'
  if (ties.isInnerTie) return 'scan_order'
  const { rowOrderMatters } = ties
  const toldApart = gold.survivors.flatMap((sql, place) =>
    returnsSame(database, sql, { rows, rowOrderMatters }) ? [] : [place],
  )
  return { rows, rowOrderMatters, differs: differs({ rows, rowOrderMatters }, gold), toldApart }
}

/** Looks further for ties, and for what depends on the scan: only in the siblings that are kept. */
export function confirmGolds(
  path: string,
  golds: readonly KnownGold[],
  judged: readonly SiblingVerdict[],
): SiblingVerdict[] {
  using database = openGoldDatabase(path)
  return golds.map((gold, place) => {
    const fair = judged[place] ?? 'fails'
    if (typeof fair === 'string') return fair
    const ties = findTies(database, gold.probe, fair.rows, MORE_SEEDS)
    if (ties.isTie) return 'tie'
    if (ties.isInnerTie || dependsOnScan(database, gold.sql, fair.rows)) return 'scan_order'
    const rowOrderMatters = fair.rowOrderMatters && ties.rowOrderMatters
    if (rowOrderMatters === fair.rowOrderMatters) return fair
    return {
      ...fair,
      rowOrderMatters,
      differs: differs({ rows: fair.rows, rowOrderMatters }, gold),
    }
  })
}

type Answer = { readonly rows: readonly Row[]; readonly rowOrderMatters: boolean }

/** Whether no answer is right to both. */
function differs(one: Answer, other: Answer): boolean {
  return !sameRows(
    one.rows,
    other.rows,
    one.rowOrderMatters && other.rowOrderMatters ? 'as_given' : 'any',
  )
}

function returnsSame(database: GoldDatabase, sql: string, gold: Answer): boolean {
  const outcome = database.run(sql, Math.max(1, gold.rows.length))
  if (outcome.kind !== 'table' || outcome.table.isTruncated) return false
  return sameRows(outcome.table.rows, gold.rows, gold.rowOrderMatters ? 'as_given' : 'any')
}
