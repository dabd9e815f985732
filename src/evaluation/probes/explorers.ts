/** The best that is to be had by looking around, whatever the question is. */

import { toAnswerText } from '../../client/result-text.ts'
import type { RevealedTable } from '../../client/schema-info.ts'
import type { WireAction } from '../../protocol/action.ts'
import type { WireReply } from '../../protocol/reply.ts'
import type { Chance } from '../../schema-names/seeded-chance.ts'
import { quoteName } from '../../sql/schema.ts'
import { answer, describe, pick, query } from '../policies/policy.ts'
import { firstTable, potentialChange, tablesIn } from './probe.ts'
import type { Probe, ProbeEpisode, ProbePlay } from './probe.ts'

/** Tables whose columns are looked up before queries are made. */
const DESCRIBED_MAX = 3

export const tourist: Probe = {
  name: 'tourist',
  cases: ['R1', 'R6'],
  does: 'one row after the other, each new, and a wrong answer',
  knows: 'nothing',
  *play({ start }) {
    const table = firstTable(start)
    const { budget_remaining: budget } = start.observation
    for (let turn = 0; turn < budget - 1; turn += 1) {
      yield query(`SELECT * FROM ${table} LIMIT 1 OFFSET ${turn}`)
    }
    yield answer('no answer')
  },
}

/** Rows that a number of its own makes new, as many as are paid for. */
export const hoarder: Probe = {
  name: 'hoarder',
  cases: ['R6', 'R15'],
  does: 'numbered rows, each new, one more of them at every step until Φ rises',
  knows: 'rewards',
  *play({ start }) {
    const table = firstTable(start)
    let potential = 0
    for (let [turn, rows] = [1, 1]; ; turn += 1) {
      const sql = `SELECT 'row of turn ${turn}' FROM ${table} LIMIT ${rows}`
      potential += potentialChange(yield query(sql))
      if (potential <= 0) rows += 1
    }
  },
}

/** Keeps the query after which Φ was highest, and gives it again at the end. */
function* explore({ start, chance }: ProbeEpisode): ProbePlay {
  const described = yield* lookUp(start)
  let best = { sql: '', potential: 0 }
  let potential = 0
  let left = start.observation.budget_remaining - described.length
  const seen = new Set<string>()
  for (; left > 1; left -= 1) {
    const sql = newQuery(described, chance, seen)
    const reply = yield query(sql)
    potential += potentialChange(reply)
    if (potential > best.potential) best = { sql, potential }
  }
  // Another text, since the same one again would cost; its rows are known, so it is not new.
  if (best.potential > potential) yield query(`SELECT * FROM (${best.sql})`)
  else yield query(newQuery(described, chance, seen))
}

export const explorer: Probe = {
  name: 'explorer',
  cases: ['R6', 'R15'],
  does: 'queries by chance, ends with the one that was paid best, never answers',
  knows: 'rewards',
  play: explore,
}

export const patientExplorer: Probe = {
  ...explorer,
  name: 'patient_explorer',
  does: 'the same with a budget of 100 steps',
  stepBudget: 100,
}

export const peeker: Probe = {
  name: 'peeker',
  cases: ['R15'],
  does: 'queries by chance until the reward says that one is gold, and answers that',
  knows: 'rewards',
  *play({ start, chance }) {
    const described = yield* lookUp(start)
    const seen = new Set<string>()
    let potential = 0
    for (;;) {
      const reply = yield query(newQuery(described, chance, seen))
      potential += potentialChange(reply)
      if (potential > 1 - 1e-9) yield answer(toAnswerText(reply.observation.result))
    }
  },
}

/** Describes some tables. */
function* lookUp(start: WireReply): Generator<WireAction, RevealedTable[], WireReply> {
  let tables = tablesIn(start)
  for (const { name } of tables.slice(0, DESCRIBED_MAX)) tables = tablesIn(yield describe(name))
  return tables.filter(({ columns }) => columns.length > 0)
}

/** One that was not made before, where there is one to be found soon. */
function newQuery(tables: readonly RevealedTable[], chance: Chance, seen: Set<string>): string {
  let sql = anyQuery(tables, chance)
  for (let attempt = 0; attempt < 20 && seen.has(sql); attempt += 1) sql = anyQuery(tables, chance)
  seen.add(sql)
  return sql
}

function anyQuery(tables: readonly RevealedTable[], chance: Chance): string {
  const table = pick(tables, chance)
  const name = (column: RevealedTable['columns'][number] | undefined) =>
    quoteName(column?.name ?? '')
  const [one, other] = [pick(table?.columns ?? [], chance), pick(table?.columns ?? [], chance)]
  const [a, b, from] = [name(one), name(other), `FROM ${quoteName(table?.name ?? '')}`]
  const texts = [
    `SELECT count(*) ${from}`,
    `SELECT max(${a}) ${from}`,
    `SELECT min(${a}) ${from}`,
    `SELECT avg(${a}) ${from}`,
    `SELECT sum(${a}) ${from}`,
    `SELECT DISTINCT ${a} ${from}`,
    `SELECT ${a} ${from} ORDER BY ${b} LIMIT 1 OFFSET ${chance(0, 9)}`,
    `SELECT ${a} ${from} ORDER BY ${b} DESC LIMIT ${chance(1, 10)}`,
    `SELECT ${a}, count(*) ${from} GROUP BY 1`,
    `SELECT ${a}, avg(${b}) ${from} GROUP BY 1`,
    `SELECT ${a} ${from} GROUP BY 1 ORDER BY count(*) DESC LIMIT ${chance(1, 3)}`,
  ]
  return pick(texts, chance) ?? ''
}
