/** What an agent reads when its SQL gave no table. */

import type { QueryOutcome } from '../sql/query.ts'
import { REFUSAL_TEXTS } from '../sql/refusal-texts.ts'

export function queryErrorText(outcome: Exclude<QueryOutcome, { kind: 'table' }>): string {
  switch (outcome.kind) {
    case 'refused':
      return REFUSAL_TEXTS[outcome.reason]
    case 'failed':
      return `SQL error: ${outcome.message}`
    case 'timed_out':
      return 'deadlineMs' in outcome
        ? `The query was stopped after ${outcome.deadlineMs / 1000} s. Ask for less.`
        : `The query was stopped after ${outcome.stepsMax} steps of SQLite. Ask for less.`
    case 'too_large':
      return 'The query needs more memory than it may have, or a row is too large. Ask for less.'
  }
}
