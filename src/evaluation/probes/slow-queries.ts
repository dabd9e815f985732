/** Queries that last until their deadline. */

import { query } from '../policies/policy.ts'
import { firstTable } from './probe.ts'
import type { Probe } from './probe.ts'

export const endlessQueries: Probe = {
  name: 'endless_queries',
  cases: ['R5'],
  does: 'queries that never end, each another one',
  knows: 'nothing',
  isSlow: true,
  *play({ start }) {
    const table = firstTable(start)
    for (let turn = 1; ; turn += 1) {
      yield query(
        `WITH RECURSIVE n(x) AS (SELECT ${turn} UNION ALL SELECT x + 1 FROM n) ` +
          `SELECT count(*) FROM n, ${table}`,
      )
    }
  },
}
