/** Knows gold: describes its tables, runs its SQL, answers its rows. The most that can be earned. */

import type { Question } from '../../questions/question.ts'
import { formatAnswer } from '../../verify/answer-formats.ts'
import { answer, describe, query } from './policy.ts'
import type { Policy } from './policy.ts'

/** QUERY and ANSWER. */
const LAST_STEPS = 2

export function oracle({ tablesInvolved, goldSql, ...gold }: Question): Policy {
  return ({ start, steps }) => {
    const describedMax = Math.max(0, start.budget_remaining - LAST_STEPS)
    const actions = [...tablesInvolved.slice(0, describedMax).map(describe), query(goldSql)]
    // With a budget of one there is time for the answer only.
    const isLast = steps.length + 1 >= start.budget_remaining
    return (isLast ? undefined : actions[steps.length]) ?? answer(goldText(gold))
  }
}

/** Gold as an answer writes it: lines, or JSON where lines cannot hold it. */
export function goldText({
  goldColumns,
  goldAnswer,
}: Pick<Question, 'goldColumns' | 'goldAnswer'>): string {
  const texts = formatAnswer(goldColumns, goldAnswer)
  return texts.get('lines') ?? texts.get('json') ?? ''
}
