/** `sibling_search` for a text: cells of gold's own column, a few of them on each database. */

import { parseResultText } from '../../client/result-text.ts'
import type { RevealedTable } from '../../client/schema-info.ts'
import type { WireAction } from '../../protocol/action.ts'
import type { WireReply } from '../../protocol/reply.ts'
import { quoteName } from '../../sql/schema.ts'
import { answer, describe, query } from '../policies/policy.ts'
import { potentialChange, tablesIn } from './probe.ts'
import type { Probe, ProbeEpisode } from './probe.ts'
import { tellApart } from './sibling-search.ts'

/** So many texts of a row can still be told to hold the right one. */
const WIDTH = 4

/** Φ of one row that has the right text among so many, on both databases. */
const WARM = 0.5

export const siblingCells: Probe = {
  name: 'sibling_cells',
  cases: ['R15'],
  does: 'as sibling_search, for texts of gold’s column, which it knows, in 100 steps',
  knows: 'gold',
  stepBudget: 100,
  *play(episode) {
    const found = yield* lookUpColumn(episode)
    if (found === undefined) return
    const { databases, reply } = yield* tellApart(episode.start)
    let potential = potentialChange(reply)
    const { table, column } = found
    const counted = yield query(`SELECT count(DISTINCT ${column}) FROM ${table}`)
    potential += potentialChange(counted)
    const blockCount = Math.ceil(Number(firstCell(counted)) / WIDTH)
    const cell = (place: number): string =>
      `(SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1 ` +
      `LIMIT 1 OFFSET ${place})`
    function* isWarm(here: readonly number[], there: readonly number[]) {
      const cells = there.map((place, index) => {
        return `iif(h, ${cell(here[index % here.length] ?? 0)}, ${cell(place)})`
      })
      const sql = `${databases} SELECT ${cells.join(', ')} FROM d`
      const asked: WireReply = yield query(sql)
      potential += potentialChange(asked)
      return potential >= WARM
    }
    for (const [one, other] of pairs(blockCount)) {
      const there = block(other)
      if (!(yield* isWarm(block(one), there))) continue
      for (const place of block(one)) {
        if (!(yield* isWarm([place], there))) continue
        yield answer(firstCell(yield query(`SELECT ${cell(place)}`)))
      }
    }
  },
}

/** Describes the tables of gold until one has a column of gold's name. */
function* lookUpColumn({
  question,
}: ProbeEpisode): Generator<WireAction, { table: string; column: string } | undefined, WireReply> {
  const [wanted = ''] = question.goldColumns
  for (const name of question.tablesInvolved) {
    const tables: RevealedTable[] = tablesIn(yield describe(name))
    const table = tables.find((one) => one.columns.some((column) => column.name === wanted))
    if (table !== undefined) return { table: quoteName(table.name), column: quoteName(wanted) }
  }
  return undefined
}

function block(index: number): number[] {
  return Array.from({ length: WIDTH }, (_, place) => WIDTH * index + place)
}

/** All pairs of two indexes, those of one index last: a value on both is no match. */
function* pairs(count: number): Generator<readonly [number, number]> {
  for (let shift = 1; shift <= count; shift += 1) {
    for (let one = 0; one < count; one += 1) yield [one, (one + shift) % count]
  }
}

function firstCell({ observation }: WireReply): string {
  return parseResultText(observation.result)?.rows[0]?.[0] ?? ''
}
