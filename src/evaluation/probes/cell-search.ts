/** A text is searched by rewards: cells of the data, a few in one wide row, by their places. */

import { parseResultText } from '../../client/result-text.ts'
import { quoteName } from '../../sql/schema.ts'
import { answer, describe, query } from '../policies/policy.ts'
import { potentialChange, tablesIn } from './probe.ts'
import type { Probe } from './probe.ts'

/** So many cells of a row can still be told to hold the right one. */
const WIDTH = 4

/** Φ of one row that has the right text among so many. */
const WARM = 0.5

export const cellSearch: Probe = {
  name: 'cell_search',
  cases: ['R15'],
  does: 'asks for four cells of a column at a time, and answers the one that was paid for',
  knows: 'rewards',
  *play({ start }) {
    const [first] = tablesIn(yield describe(tablesIn(start)[0]?.name ?? ''))
    const column = first?.columns.find(({ type }) => /text|char/i.test(type)) ?? first?.columns[0]
    const name = quoteName(column?.name ?? '')
    const cell = (place: number): string =>
      `(SELECT ${name} FROM ${quoteName(first?.name ?? '')} GROUP BY 1 LIMIT 1 OFFSET ${place})`
    let potential = 0
    for (let from = 0; ; from += WIDTH) {
      const places = Array.from({ length: WIDTH }, (_, index) => from + index)
      potential += potentialChange(yield query(`SELECT ${places.map(cell).join(', ')}`))
      if (potential < WARM) continue
      for (const place of places) {
        const reply = yield query(`SELECT ${cell(place)}`)
        potential += potentialChange(reply)
        const value = parseResultText(reply.observation.result)?.rows[0]?.[0] ?? ''
        if (potential > WARM) yield answer(value)
      }
    }
  },
}
