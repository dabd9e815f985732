/** Looks at tables and columns by chance, and answers with a cell that it has seen. */

import { parseResultText } from '../../client/result-text.ts'
import { parseSchemaInfo } from '../../client/schema-info.ts'
import type { RevealedTable } from '../../client/schema-info.ts'
import type { WireAction } from '../../protocol/action.ts'
import type { Chance } from '../../schema-names/seeded-chance.ts'
import { quoteName } from '../../sql/schema.ts'
import { answer, describe, latestOf, pick, query, sample } from './policy.ts'
import type { Policy, Seen } from './policy.ts'

/** Once it has seen a cell, it answers at one of so many steps. */
const ANSWER_ONE_IN = 6

export const random: Policy = (seen, chance) => {
  const { schema_info: schemaInfo, budget_remaining: budget } = latestOf(seen)
  const cells = seenCells(seen)
  const isTired = cells.length > 0 && chance(1, ANSWER_ONE_IN) === 1
  if (isTired || budget <= 1) return answer(pick(cells, chance) ?? '0')
  const table = pick(parseSchemaInfo(schemaInfo), chance)
  return table === undefined ? answer('0') : look(table, chance)
}

function look(table: RevealedTable, chance: Chance): WireAction {
  const column = pick(table.columns, chance)
  if (column === undefined) return pick([describe, sample], chance)?.(table.name) ?? answer('0')
  const name = quoteName(column.name)
  const from = `FROM ${quoteName(table.name)}`
  const action = pick(
    [
      sample(table.name),
      query(`SELECT count(*) ${from}`),
      query(`SELECT max(${name}) ${from}`),
      query(`SELECT DISTINCT ${name} ${from} LIMIT 5`),
      query(`SELECT ${name}, count(*) ${from} GROUP BY 1 ORDER BY 2 DESC LIMIT 3`),
    ],
    chance,
  )
  return action ?? sample(table.name)
}

function seenCells({ steps }: Seen): string[] {
  return steps.flatMap(({ action, observation }) => {
    if (action.action_type === 'DESCRIBE') return []
    return parseResultText(observation.result)?.rows.flat() ?? []
  })
}
