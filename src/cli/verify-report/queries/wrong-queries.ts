/** Queries that are not gold, of which most are wrong: what evidence grading has to tell apart. */

import type { Random } from '../../../datasets/builtin/random.ts'
import { doubleMutantsOf, mutantsOf } from '../../../datasets/mutants.ts'
import type { MutantKind } from '../../../datasets/mutants.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import { normalizeSql } from '../../../sql/tokens.ts'
import { PINNED_KINDS } from './pinned-queries.ts'
import type { PinnedKind, PinnedQuery } from './pinned-queries.ts'

/** In the order of the report. */
const SLIP_KINDS = {
  distinct_dropped: 'DISTINCT dropped',
  comparison_flipped: 'a comparison flipped',
  inner_for_left: 'INNER for LEFT JOIN',
  other_aggregate: 'another aggregate',
  limit_off_by_one: 'LIMIT off by one',
  filter_dropped: 'a filter dropped',
} as const satisfies Record<MutantKind, string>

const TWO_SLIPS = 'two slips'

export type WrongKind = (typeof SLIP_KINDS)[MutantKind] | typeof TWO_SLIPS | PinnedKind

export const WRONG_KINDS: readonly WrongKind[] = [
  ...Object.values(SLIP_KINDS),
  TWO_SLIPS,
  ...PINNED_KINDS,
]

export type WrongQuery = { readonly kind: WrongKind; readonly sql: string }

/** Of the queries with two slips, so many are drawn for a question. */
const TWO_SLIPS_MAX = 20

/**
 * @param gold - `undefined` where the parser does not know it
 * @param pinned - those that hold gold's answer
 * @returns each text once, and none that is gold's
 */
export function wrongQueries(
  goldSql: string,
  gold: Query | undefined,
  pinned: readonly PinnedQuery[],
  random: Random,
): WrongQuery[] {
  const slips = gold === undefined ? [] : mutantsOf(gold)
  const doubles = gold === undefined ? [] : doubleMutantsOf(gold)
  const queries: WrongQuery[] = [
    ...slips.map(({ kind, sql }) => ({ kind: SLIP_KINDS[kind], sql })),
    ...random.sample(doubles, TWO_SLIPS_MAX).map((sql) => ({ kind: TWO_SLIPS, sql }) as const),
    ...pinned,
  ]
  const seen = new Set([normalizeSql(goldSql)])
  return queries.filter(({ sql }) => {
    const text = normalizeSql(sql)
    return !seen.has(text) && seen.add(text)
  })
}
