/** The gold queries of one database, and what each returns on one of its siblings. */

import type { Question } from '../../questions/question.ts'
import type { Row } from '../../sql/cell.ts'
import { sameRows } from '../../verify/same-rows.ts'
import { openGoldDatabase } from '../gold-database.ts'
import type { GoldDatabase } from '../gold-database.ts'
import { judgeGold } from '../gold-judgement.ts'
import { mutantsOf } from '../mutants.ts'
import { parseQuery } from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'

/** Questions with the same gold SQL are one. */
export type KnownGold = {
  readonly goldSql: string
  /** `undefined` where the parser does not know the SQL. */
  readonly query: Query | undefined
  /** On the database as shipped. */
  readonly rows: readonly Row[]
  readonly orderMatters: boolean
  readonly questionCount: number
  /** Slips in gold that return the same on the database as shipped. */
  readonly survivors: readonly string[]
}

/** Gold on one sibling, where an answer to it can be graded fairly. */
export type FairGold = {
  readonly rows: readonly Row[]
  readonly orderMatters: boolean
  /** Whether it is another answer than on the database as shipped. */
  readonly differs: boolean
  /** Which of the survivors return something else here, by their place. */
  readonly toldApart: readonly number[]
}

/** @param questions - of one database, none of them unfit */
export function studyGolds(database: GoldDatabase, questions: readonly Question[]): KnownGold[] {
  const groups = Map.groupBy(questions, ({ goldSql }) => goldSql)
  return [...groups].flatMap(([goldSql, [question, ...others]]) => {
    if (question === undefined) return []
    const query = parseQuery(database.mend(goldSql))
    const { goldAnswer: rows, orderMatters } = question
    const mutants = query === undefined ? [] : mutantsOf(query)
    const survivors = mutants.filter(({ sql }) =>
      returnsSame(database, sql, { rows, orderMatters }),
    )
    return {
      goldSql,
      query,
      rows,
      orderMatters,
      questionCount: others.length + 1,
      survivors: [...new Set(survivors.map(({ sql }) => sql))],
    }
  })
}

/**
 * @param path - of the sibling's file
 * @param tieRuns - how often ties are looked for
 * @returns for each gold, in their order; `undefined` where no answer could be graded fairly
 */
export function judgeOnSibling(
  path: string,
  golds: readonly KnownGold[],
  tieRuns: number,
): (FairGold | undefined)[] {
  using database = openGoldDatabase(path)
  return golds.map((gold) => judgeOne(database, gold, tieRuns))
}

function judgeOne(database: GoldDatabase, gold: KnownGold, tieRuns: number): FairGold | undefined {
  const { rows, orderMatters, unfit } = judgeGold(database, gold.goldSql, tieRuns)
  if (unfit.length > 0) return undefined
  const isAlike = orderMatters === gold.orderMatters && sameRows(rows, gold.rows, orderOf(gold))
  const toldApart = gold.survivors.flatMap((sql, place) =>
    returnsSame(database, sql, { rows, orderMatters }) ? [] : [place],
  )
  return { rows, orderMatters, differs: !isAlike, toldApart }
}

function returnsSame(
  database: GoldDatabase,
  sql: string,
  gold: { readonly rows: readonly Row[]; readonly orderMatters: boolean },
): boolean {
  const outcome = database.run(sql, Math.max(1, gold.rows.length))
  if (outcome.kind !== 'table' || outcome.table.isTruncated) return false
  return sameRows(outcome.table.rows, gold.rows, orderOf(gold))
}

function orderOf({ orderMatters }: { readonly orderMatters: boolean }): 'any' | 'as_given' {
  return orderMatters ? 'as_given' : 'any'
}
