/** Queries that mean the same as gold and are written otherwise, made by rules that are sound. */

import type { Random } from '../../../datasets/builtin/random.ts'
import { parseQuery } from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import { normalizeSql } from '../../../sql/tokens.ts'
import {
  asNegation,
  betweenAsComparisons,
  conditionAsCase,
  listAsComparisons,
  memberAsExists,
  reordered,
  sidesExchanged,
} from './condition-rules.ts'
import {
  averageAsRatio,
  countAsSum,
  countOfOne,
  distinctAsGroups,
  distinctCountAsRows,
  extremeAsFirstRow,
  firstRowAsExtreme,
} from './result-rules.ts'
import { armsExchanged, setAsExists } from './set-rules.ts'
import { aliasesAdded, aliasesRenamed, joinsAsCommas, joinsReversed } from './table-rules.ts'
import { inFrom, inWith, keysHandedOn } from './wrapping-rules.ts'

/** Each gives the SQL of another query, or `undefined` where it finds nothing to do. */
type Rule = (query: Query) => string | undefined

/** In an order in which several can be applied one after the other: what wraps comes last. */
const RULES = {
  'sides of comparisons exchanged': sidesExchanged,
  'comparisons as NOT': asNegation,
  'conditions reordered': reordered,
  'BETWEEN as comparisons': betweenAsComparisons,
  'IN list as comparisons': listAsComparisons,
  'IN subquery as EXISTS': memberAsExists,
  'WHERE as CASE': conditionAsCase,
  'count(*) as count(1)': countOfOne,
  'count as sum': countAsSum,
  'avg as sum by count': averageAsRatio,
  'DISTINCT as GROUP BY': distinctAsGroups,
  'count(DISTINCT) as rows': distinctCountAsRows,
  'max as first row': extremeAsFirstRow,
  'first row as max': firstRowAsExtreme,
  'JOIN as comma': joinsAsCommas,
  'tables in reverse': joinsReversed,
  'aliases renamed': aliasesRenamed,
  'aliases added': aliasesAdded,
  'arms exchanged': armsExchanged,
  'set operation as EXISTS': setAsExists,
  'in a WITH': inWith,
  'in a FROM': inFrom,
  'sort keys handed on': keysHandedOn,
} as const satisfies Record<string, Rule>

/** Several of them at once. */
const SEVERAL = 'several rules'

export type RewriteRule = keyof typeof RULES | typeof SEVERAL

export const REWRITE_RULES: readonly RewriteRule[] = [
  // The keys of RULES are the rules.
  ...(Object.keys(RULES) as (keyof typeof RULES)[]),
  SEVERAL,
]

export type Rewrite = { readonly rule: RewriteRule; readonly sql: string }

/** How many rules are applied one after the other, and how often that is tried for a query. */
const SEVERAL_RULES = 3
const SEVERAL_TRIES = 2

/** @returns each text once, and none that is gold's but for blanks and letter case */
export function rewritesOf(query: Query, random: Random): Rewrite[] {
  const rules = Object.keys(RULES) as (keyof typeof RULES)[]
  const single = rules.flatMap((rule): Rewrite[] => {
    const sql = RULES[rule](query)
    return sql === undefined ? [] : [{ rule, sql }]
  })
  const usable = single.map(({ rule }) => rule as keyof typeof RULES)
  const several = Array.from({ length: SEVERAL_TRIES }, (): Rewrite => {
    const drawn = new Set(random.sample(usable, SEVERAL_RULES))
    return {
      rule: SEVERAL,
      sql: applyAll(
        query,
        usable.filter((rule) => drawn.has(rule)),
      ),
    }
  })
  const seen = new Set([normalizeSql(query.sql)])
  return [...single, ...several].filter(({ sql }) => {
    const text = normalizeSql(sql)
    return !seen.has(text) && seen.add(text)
  })
}

/** One that does not apply to what the one before has made is left out. */
function applyAll(query: Query, rules: readonly (keyof typeof RULES)[]): string {
  const last = rules.reduce((current: Query, rule) => {
    const sql = RULES[rule](current)
    return (sql === undefined ? undefined : parseQuery(sql)) ?? current
  }, query)
  return last.sql
}
