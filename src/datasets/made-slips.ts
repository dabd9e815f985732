/** Which slips in gold the data tell apart, counted by what they change. */

import type { GoldDatabase } from './gold-database.ts'
import type { SlippingGold } from './gold-judge.ts'
import { mutantsOf } from './mutants.ts'
import type { MutantKind } from './mutants.ts'
import { parseQuery } from './sql-syntax.ts'
import { survivingMutants } from './weak-flags.ts'

/** The kinds of all mutants of one gold, and of those that return what gold returns. */
export type MadeSlips = {
  readonly made: readonly MutantKind[]
  readonly surviving: readonly MutantKind[]
}

/** Runs them only where judging has found that one survives: elsewhere it has run them all. */
export function madeSlips(
  database: GoldDatabase,
  { goldSql, goldAnswer: rows, rowOrderMatters, hasSurvivor }: SlippingGold,
): MadeSlips {
  const query = parseQuery(database.mend(goldSql))
  if (query === undefined) return { made: [], surviving: [] }
  const survivors = hasSurvivor ? survivingMutants(database, query, { rows, rowOrderMatters }) : []
  return {
    made: mutantsOf(query).map(({ kind }) => kind),
    surviving: Array.from(survivors, ({ kind }) => kind),
  }
}
