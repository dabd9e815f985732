/** The reward as an oracle: a number is searched by what `progress` says of constants. */

import { answer, query } from '../policies/policy.ts'
import { firstTable, potentialChange } from './probe.ts'
import type { Probe, ProbeEpisode, ProbePlay } from './probe.ts'

/** The searched integers are from 0 to 1023: ten halvings. */
const SEARCHED = 1024

/** Φ of one row that has a right number among many. */
const WARM = 0.5

/** A literal that is not the number itself, which would be no match in any case. */
const hidden = (value: number): string => `${1_000_000 + value}-1000000`

/** The text of a query that asks for all numbers from `from` to before `to`. */
type Asking = (from: number, to: number, table: string) => string

/** Halves what is left by whether Φ is warm, and answers the last. */
function* halve({ start }: ProbeEpisode, asking: Asking): ProbePlay {
  const table = firstTable(start)
  let potential = 0
  let [from, to] = [0, SEARCHED]
  while (to - from > 1) {
    const middle = (from + to) / 2
    potential += potentialChange(yield query(asking(from, middle, table)))
    if (potential >= WARM) to = middle
    else from = middle
  }
  yield answer(String(from))
}

const numbersFrom = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

export const plainLiterals: Probe = {
  name: 'plain_literals',
  cases: ['R15'],
  does: 'SELECT of the numbers themselves, without a table',
  knows: 'rewards',
  play: (episode) => halve(episode, (from, to) => `SELECT ${numbersFrom(from, to).join(', ')}`),
}

export const hiddenLiterals: Probe = {
  name: 'hidden_literals',
  cases: ['R15'],
  does: 'numbers hidden in arithmetic, in one wide row beside a table',
  knows: 'rewards',
  play: (episode) =>
    halve(
      episode,
      (from, to, table) =>
        `SELECT ${numbersFrom(from, to).map(hidden).join(', ')} FROM ${table} LIMIT 1`,
    ),
}

export const movedLiterals: Probe = {
  name: 'moved_literals',
  cases: ['R15'],
  does: 'hidden numbers that are moved by whether a count is odd',
  knows: 'rewards',
  play: (episode) =>
    halve(
      episode,
      (from, to, table) =>
        `WITH d AS MATERIALIZED (SELECT count(*) % 2 AS odd FROM ${table}) SELECT ` +
        `${numbersFrom(from, to)
          .map((value) => `odd+${hidden(value)}`)
          .join(', ')} FROM d`,
    ),
}

/** Only the two ends are written down, and one number stands in each row. */
export const countedLiterals: Probe = {
  name: 'counted_literals',
  cases: ['R15'],
  does: 'numbers that a CTE counts out, in a table’s rows',
  knows: 'rewards',
  play: (episode) =>
    halve(
      episode,
      (from, to, table) =>
        `WITH n(x) AS (VALUES (${hidden(from)}) UNION ALL SELECT x + 1 FROM n ` +
        `WHERE x + 1 < ${hidden(to)}) SELECT x FROM n WHERE EXISTS (SELECT 1 FROM ${table})`,
    ),
}

/** So many numbers of a row can still be told to hold the right one. */
const FEW = 3

export const fewLiterals: Probe = {
  name: 'few_literals',
  cases: ['R15'],
  does: 'three hidden numbers a row, 0 to 290, with a budget of 100 steps',
  knows: 'rewards',
  stepBudget: 100,
  *play({ start }) {
    const table = firstTable(start)
    let potential = 0
    let asked: readonly number[] = []
    function* asking(numbers: readonly number[]): ProbePlay {
      asked = numbers
      const sql = `SELECT ${numbers.map(hidden).join(', ')} FROM ${table} LIMIT 1`
      potential += potentialChange(yield query(sql))
    }
    for (let from = 0; potential < WARM; from += FEW) yield* asking(numbersFrom(from, from + FEW))
    for (const one of asked) {
      yield* asking([one])
      if (potential >= WARM) yield answer(String(one))
    }
  },
}

/** Climbs by nearness: a single number, moved to where it is warmer. */
export const hillClimb: Probe = {
  name: 'hill_climb',
  cases: ['R15'],
  does: 'one hidden number beside a table, moved while the reward does not fall',
  knows: 'rewards',
  *play({ start }) {
    const table = firstTable(start)
    let [best, reach, potential, bestPotential] = [0, SEARCHED / 2, 0, 0]
    while (start.observation.budget_remaining > 1 && reach >= 1) {
      const tried = best + reach
      const sql = `SELECT length(printf('%${tried}s', '')) FROM ${table} LIMIT 1`
      potential += potentialChange(yield query(sql))
      if (potential > bestPotential) [best, bestPotential] = [tried, potential]
      else reach = Math.floor(reach / 2)
    }
    yield answer(String(best))
  },
}
