/** Whether a LIMIT or an ORDER BY leaves something open: rows that are equal to it come as they like. */

import type { Row } from '../sql/cell.ts'
import { meaningfulTokens } from '../sql/tokens.ts'
import { sameRows } from '../verify/same-rows.ts'
import type { GoldDatabase } from './gold-database.ts'
import { parseQuery } from './sql-syntax.ts'
import { isOrdered, withInnerTieKeys, withTieKey } from './tie-key.ts'

/** Gold with a random last key, made once for all databases that it runs on. */
export type TieProbe = {
  /** `undefined` where the whole has neither ORDER BY nor LIMIT. */
  readonly outer: string | undefined
  /** `undefined` where no query inside has a LIMIT. */
  readonly inner: string | undefined
  readonly isSorted: boolean
  /** The parser does not know SQL in which rows may tie. */
  readonly isUnknown: boolean
}

export type Ties = {
  readonly isTie: boolean
  readonly isInnerTie: boolean
  readonly rowOrderMatters: boolean
}

/**
 * With how many seeds gold runs, each forwards and backwards. Where a LIMIT cuts through rows that
 * tie, one way takes some of them and the other way others. A row has the same key in both runs,
 * since rows are scanned alike; three seeds are for queries that ask for it more than once.
 */
const TIE_SEEDS = 3

/** @param sql - with its literals mended */
export function toTieProbe(sql: string): TieProbe {
  const query = parseQuery(sql)
  if (query === undefined) {
    // What cannot be looked for is taken as found: better a question less than an unfair one.
    return { outer: undefined, inner: undefined, isSorted: false, isUnknown: mayCut(sql) }
  }
  return {
    outer: withTieKey(query),
    inner: withInnerTieKeys(query),
    isSorted: isOrdered(query),
    isUnknown: false,
  }
}

function mayCut(sql: string): boolean {
  return meaningfulTokens(sql).some(({ text }) => /^(?:ORDER|LIMIT)$/i.test(text))
}

/**
 * @param rows - what gold returns
 * @param seeds - which keys are tried, from the first to the last
 */
export function findTies(
  database: GoldDatabase,
  { outer, inner, isSorted, isUnknown }: TieProbe,
  rows: readonly Row[],
  seeds: readonly [first: number, last: number] = [1, TIE_SEEDS],
): Ties {
  if (isUnknown) return { isTie: true, isInnerTie: false, rowOrderMatters: false }
  const outerChange = findChange(database, outer, rows, seeds)
  const innerChange = findChange(database, inner, rows, seeds)
  return {
    isTie: isSorted && outerChange === 'content',
    // A LIMIT over unsorted rows takes those that the scan meets first.
    isInnerTie: innerChange === 'content' || (!isSorted && outerChange === 'content'),
    rowOrderMatters: isSorted && rows.length > 1 && outerChange === 'nothing',
  }
}

/** What some key changes of the rows: which there are, only their order, or nothing. */
function findChange(
  database: GoldDatabase,
  sql: string | undefined,
  rows: readonly Row[],
  [first, last]: readonly [number, number],
): 'content' | 'order' | 'nothing' {
  if (sql === undefined) return 'nothing'
  let change: 'order' | 'nothing' = 'nothing'
  for (let seed = first; seed <= last; seed += 1) {
    for (const way of [seed, -seed]) {
      const again = database.runWithKey(sql, way)
      if (again === undefined) return 'content'
      if (sameRows(again, rows, 'as_given')) continue
      if (!sameRows(again, rows, 'any')) return 'content'
      change = 'order'
    }
  }
  return change
}
