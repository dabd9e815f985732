/**
 * The strongest search for a number by rewards: it knows that progress is measured on a hidden
 * sibling too, tells the two databases apart by a count, and gives constants of its own to each.
 */

import { parseResultText } from '../../client/result-text.ts'
import type { WireAction } from '../../protocol/action.ts'
import type { WireReply } from '../../protocol/reply.ts'
import { shuffle } from '../../schema-names/seeded-chance.ts'
import type { Chance } from '../../schema-names/seeded-chance.ts'
import { quoteName } from '../../sql/schema.ts'
import { answer, query } from '../policies/policy.ts'
import { potentialChange, tablesIn } from './probe.ts'
import type { Probe } from './probe.ts'

/** The searched integers are from 0 to 255, since most answers are small. */
const SEARCHED = 256

/** Φ of one row that has the right number among many, on both databases. */
const WARM = 0.5

/** Makes a constant no literal of the query. */
const OFFSET = 1_000_000

export const siblingSearch: Probe = {
  name: 'sibling_search',
  cases: ['R15'],
  does: 'halves two sets of hidden numbers, one for each database, told apart by a count',
  knows: 'rewards',
  *play({ start, chance }) {
    const { databases, reply } = yield* tellApart(start)
    let potential = potentialChange(reply)
    let split: Split | undefined
    while (split === undefined) {
      const tried = splitByChance(chance)
      potential += potentialChange(yield query(`${databases} ${asking(tried)}`))
      if (potential >= WARM) split = tried
    }
    let { here } = split
    while (here.length > 1) {
      const half = here.slice(0, here.length / 2)
      potential += potentialChange(yield query(`${databases} ${asking({ ...split, here: half })}`))
      here = potential >= WARM ? half : here.slice(half.length)
    }
    yield answer(String(here[0]))
  },
}

/** Counts all rows, which makes `h` of `databases` 1 on the database and 0 on its sibling. */
export function* tellApart(
  start: WireReply,
): Generator<WireAction, { databases: string; reply: WireReply }, WireReply> {
  const count = tablesIn(start)
    .map(({ name }) => `(SELECT count(*) FROM ${quoteName(name)})`)
    .join(' + ')
  const reply = yield query(`SELECT ${count}`)
  const known = parseResultText(reply.observation.result)?.rows[0]?.[0] ?? '0'
  return { databases: `WITH d AS MATERIALIZED (SELECT ${count} = ${known} AS h)`, reply }
}

/** The numbers that are asked for on the database, and on its sibling: none on both. */
type Split = { readonly here: readonly number[]; readonly there: readonly number[] }

function splitByChance(chance: Chance): Split {
  const numbers = shuffle(
    Array.from({ length: SEARCHED }, (_, index) => index),
    chance,
  )
  return { here: numbers.slice(0, SEARCHED / 2), there: numbers.slice(SEARCHED / 2) }
}

/** One row; the smaller set fills it up with what it asks for already. */
function asking({ here, there }: Split): string {
  const cells = Array.from({ length: Math.max(here.length, there.length) }, (_, index) => {
    const pair = [here[index % here.length] ?? 0, there[index % there.length] ?? 0]
    return `iif(h, ${pair.map((value) => OFFSET + value).join(', ')}) - ${OFFSET}`
  })
  return `SELECT ${cells.join(', ')} FROM d`
}
