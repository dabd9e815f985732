/** Gold is known and never answered: what can be had of progress by going to and fro. */

import { query } from '../policies/policy.ts'
import { firstTable } from './probe.ts'
import type { Probe, ProbeEpisode } from './probe.ts'

/** A row of a table that was not seen before: new, and as far from gold as can be. */
const useless = (table: string, turn: number): string =>
  `SELECT *, ${turn} FROM ${table} LIMIT 1 OFFSET ${turn}`

export const oscillation: Probe = {
  name: 'oscillation',
  cases: ['R3', 'R6'],
  does: 'gold and a useless new query in turn, gold last',
  knows: 'gold',
  *play({ start, question }) {
    const table = firstTable(start)
    for (let turn = start.observation.budget_remaining; ; turn -= 1) {
      const gold = `SELECT * FROM (${bare(question.goldSql)}) LIMIT ${100_000 + turn}`
      yield query(turn % 2 === 1 ? gold : useless(table, turn))
    }
  },
}

export const sameOscillation: Probe = {
  name: 'same_oscillation',
  cases: ['R1', 'R3'],
  does: 'gold and one useless query in turn, the same ones, gold last',
  knows: 'gold',
  *play({ start, question }) {
    const table = firstTable(start)
    for (let turn = start.observation.budget_remaining; ; turn -= 1) {
      yield query(turn % 2 === 1 ? question.goldSql : useless(table, 0))
    }
  },
}

/** Gold's rows so many times over: Φ is 1 for one time, ½ for two, ¼ for three and four. */
const TIMES = [1, 2, 3, 4]

export const downInSteps: Probe = {
  name: 'down_in_steps',
  cases: ['R3'],
  does: 'up to gold at once and down in smaller steps, gold last',
  knows: 'gold',
  *play({ start, question }) {
    const gold = `SELECT * FROM (${bare(question.goldSql)})`
    for (let left = start.observation.budget_remaining; ; left -= 1) {
      // The last of the budget is one time gold.
      const times = TIMES[(TIMES.length - (left % TIMES.length) + 1) % TIMES.length] ?? 1
      const copies = Array.from({ length: times }, () => gold).join(' UNION ALL ')
      yield query(`SELECT * FROM (${copies}) LIMIT ${100_000 + left}`)
    }
  },
}

/** All novelty, then all progress in two steps, so that the clip takes nothing. */
export const miser: Probe = {
  name: 'miser',
  cases: ['R3', 'R6'],
  does: 'new rows at every step, at last nearly gold and gold: the most without an answer',
  knows: 'gold',
  *play(episode) {
    const { start, question } = episode
    const table = firstTable(start)
    const budget = start.observation.budget_remaining
    for (let turn = 0; turn < budget - 2; turn += 1) yield query(useless(table, turn))
    yield query(nearlyGold(episode))
    yield query(question.goldSql)
  },
}

/** Gold's rows and one more column. */
function nearlyGold({ question }: ProbeEpisode): string {
  return `SELECT g.*, count(*) OVER () FROM (${bare(question.goldSql)}) AS g`
}

function bare(sql: string): string {
  return sql.trim().replace(/;+$/, '')
}
