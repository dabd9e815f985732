/** What asking a model took, in words. */

import type { Table } from '../../evaluation/report/html/figure.ts'
import type { PolicyScores } from '../../evaluation/report/scores.ts'

type UsageHolder = Pick<PolicyScores, 'policy' | 'usage'>

/** @returns undefined for a policy that asks nobody */
export function toUsageLine({ policy, usage }: UsageHolder): string | undefined {
  if (usage === undefined) return undefined
  const { requestCount, retryCount, promptTokens, completionTokens, cost } = usage
  return [
    `${policy}: ${requestCount} requests (${retryCount} sent again)`,
    `prompt tokens: ${countText(promptTokens)}`,
    `completion tokens: ${countText(completionTokens)}`,
    `cost: ${costText(cost)}`,
  ].join('; ')
}

/** Null where no policy asked a model. */
export function usageTable(policies: readonly UsageHolder[]): Table | null {
  const rows = policies.flatMap(({ policy, usage }) => {
    if (usage === undefined) return []
    const { requestCount, retryCount, promptTokens, completionTokens, cost } = usage
    const counts = [requestCount, retryCount, promptTokens, completionTokens].map(countText)
    return [[policy, ...counts, costText(cost)]]
  })
  const head = ['policy', 'requests', 'sent again', 'prompt tokens', 'completion tokens', 'cost']
  return rows.length === 0 ? null : { head, rows }
}

function countText(count: number | null): string {
  return count === null ? 'not known' : String(count)
}

function costText(cost: number | null): string {
  return cost === null ? 'not known' : cost.toFixed(4)
}
