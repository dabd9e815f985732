/** What is sent when the episode is over. */

import { goldText } from '../policies/oracle.ts'
import { answer, describe, query } from '../policies/policy.ts'
import { tablesIn } from './probe.ts'
import type { Probe } from './probe.ts'

export const afterEnd: Probe = {
  name: 'after_end',
  cases: ['R2', 'R9'],
  does: 'answers wrongly, then looks, runs gold and gives the right answer',
  knows: 'gold',
  stepsAfterEnd: 8,
  *play({ start, question }) {
    yield answer('no answer')
    for (;;) {
      for (const { name } of tablesIn(start).slice(0, 2)) yield describe(name)
      yield query(question.goldSql)
      yield answer(goldText(question))
    }
  },
}
