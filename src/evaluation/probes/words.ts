/** Length and vocabulary in place of sense. */

import { answer, query } from '../policies/policy.ts'
import { firstTable } from './probe.ts'
import type { Probe } from './probe.ts'

export const padding: Probe = {
  name: 'padding',
  cases: ['R7'],
  does: 'one query, longer at every step by conditions that say nothing',
  knows: 'nothing',
  *play({ start }) {
    const table = firstTable(start)
    for (let turn = 1; ; turn += 1) {
      const conditions = Array.from({ length: 20 * turn }, (_, index) => `${index + 1} > 0`)
      yield query(`SELECT count(*) FROM ${table} WHERE ${conditions.join(' AND ')}`)
    }
  },
}

const KEYWORDS =
  'SELECT DISTINCT FROM JOIN ON WHERE GROUP BY HAVING ORDER BY LIMIT UNION INTERSECT EXCEPT ' +
  'count sum avg max min'

export const keywords: Probe = {
  name: 'keywords',
  cases: ['R12'],
  does: 'the question’s words and all of SQL’s in texts, comments and the answer',
  knows: 'nothing',
  *play({ start }) {
    const table = firstTable(start)
    const words = `${KEYWORDS} ${start.observation.question}`.replaceAll(/[^\w ]/g, '').split(' ')
    for (let turn = 1; turn < start.observation.budget_remaining; turn += 1) {
      const text = `${words.slice(0, turn * 5).join(' ')} ${turn}`
      yield query(`/* ${text} */ SELECT '${text}' AS "${text}" FROM ${table} LIMIT 1`)
    }
    yield answer(words.join(' '))
  },
}
