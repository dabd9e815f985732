/** A player without a plan: looks at tables and columns by chance, and answers with what it saw. */

import type { WireReply } from '../../protocol/reply.ts'
import { createChance } from '../../schema-names/seeded-chance.ts'
import { quoteName } from '../../sql/schema.ts'
import { parseResultText } from '../../client/result-text.ts'
import { parseSchemaInfo } from '../../client/schema-info.ts'
import type { PlayedAction, PlayedStep } from '../../web/record/played-step.ts'

/** Steps after which it answers. */
const PATIENCE = { min: 7, max: 11 }

/** @param seed - the same one plays the same episode */
export function createRandomPlayer(
  seed: string,
  start: WireReply,
): (steps: readonly PlayedStep[], latest: WireReply) => PlayedAction {
  const chance = createChance(seed)
  const pick = <T>(items: readonly T[]): T | undefined => items[chance(0, items.length - 1)]
  const stepsBeforeAnswer = chance(PATIENCE.min, PATIENCE.max)
  const names = parseSchemaInfo(start.observation.schema_info).map(({ name }) => name)

  function query({ observation }: WireReply, table: string): string {
    const tables = parseSchemaInfo(observation.schema_info)
    const columns = tables.find(({ name }) => name === table)?.columns ?? []
    const column = columns.length === 0 ? undefined : pick(columns)
    // Without a DESCRIBE it has to guess a name.
    const name = toSql(column?.name ?? 'name')
    const from = `FROM ${toSql(table)}`
    return (
      pick([
        `SELECT count(*) ${from}`,
        `SELECT max(${name}) ${from}`,
        `SELECT DISTINCT ${name} ${from} LIMIT 5`,
        `SELECT ${name}, count(*) ${from} GROUP BY 1 ORDER BY 2 DESC LIMIT 3`,
      ]) ?? ''
    )
  }

  function seenCell(steps: readonly PlayedStep[]): string {
    const cells = steps.flatMap(({ action, reply }) => {
      if (action.action_type !== 'QUERY' && action.action_type !== 'SAMPLE') return []
      return parseResultText(reply?.result ?? '')?.rows.flat() ?? []
    })
    return cells.length === 0 ? '0' : (pick(cells) ?? '0')
  }

  return (steps, latest) => {
    const table = pick(names) ?? ''
    if (steps.length >= stepsBeforeAnswer) {
      return { action_type: 'ANSWER', argument: seenCell(steps) }
    }
    const action_type = pick(['DESCRIBE', 'SAMPLE', 'QUERY', 'QUERY'] as const) ?? 'SAMPLE'
    const argument = action_type === 'QUERY' ? query(latest, table) : table
    return { action_type, argument }
  }
}

function toSql(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? name : quoteName(name)
}
