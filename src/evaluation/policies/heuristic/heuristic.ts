/**
 * A baseline without a model: describes the tables that share words with the question, samples the
 * likeliest, looks for the question's words among the values, writes one query by keywords, and
 * answers what it returns.
 */

import { toAnswerText } from '../../../client/result-text.ts'
import { parseSchemaInfo } from '../../../client/schema-info.ts'
import { quoteName } from '../../../sql/schema.ts'
import { answer, describe, latestOf, query, sample } from '../policy.ts'
import type { Policy, Seen } from '../policy.ts'
import { keywordQuery } from './keyword-query.ts'
import { likelyTables, rankedTables } from './table-choice.ts'
import { foundValues, probeSql } from './value-probe.ts'

/** SAMPLE, two QUERYs and ANSWER. */
const STEPS_AFTER_DESCRIBE = 4

const NOTHING = '0'

export const heuristic: Policy = (seen) => {
  const { question, schema_info: schemaInfo } = latestOf(seen)
  const { budget_remaining: budget } = seen.start
  const tables = parseSchemaInfo(schemaInfo)
  const wanted = likelyTables(question, tables).slice(0, Math.max(0, budget - STEPS_AFTER_DESCRIBE))
  const { length: stepCount } = seen.steps
  const next = wanted[stepCount]
  if (next !== undefined) return describe(next)
  const described = rankedTables(question, tables)
  const [main] = described
  if (main === undefined || stepCount >= budget - 1) return answer(lastResult(seen))
  switch (stepCount - wanted.length) {
    case 0:
      return sample(main.name)
    case 1:
      return query(probeSql(question, described) ?? `SELECT count(*) FROM ${quoteName(main.name)}`)
    case 2: {
      const values = foundValues(latestOf(seen).result)
      const holders = values.map(({ table }) => table)
      return query(keywordQuery(question, rankedTables(question, tables, holders), values) ?? '')
    }
    default:
      return answer(lastResult(seen))
  }
}

function lastResult(seen: Seen): string {
  const { result } = latestOf(seen)
  return toAnswerText(result) || NOTHING
}
