/** The same look again and again, as it is and in disguise. */

import { describe, query, sample } from '../policies/policy.ts'
import { firstTable, tablesIn } from './probe.ts'
import type { Probe } from './probe.ts'

export const sameDescribe: Probe = {
  name: 'same_describe',
  cases: ['R1'],
  does: 'describes one table, over and over',
  knows: 'nothing',
  *play({ start }) {
    const name = tablesIn(start)[0]?.name ?? ''
    for (;;) yield describe(name)
  },
}

export const disguisedDescribe: Probe = {
  name: 'disguised_describe',
  cases: ['R1'],
  does: 'describes one table under all spellings of its name',
  knows: 'nothing',
  *play({ start }) {
    const name = tablesIn(start)[0]?.name ?? ''
    const upper = name.toUpperCase()
    const blanks = ['', ' ', '  ', '\t', '\n']
    for (const blank of blanks) {
      for (const spelled of [name, upper, `"${name}"`, `[${upper}]`, `\`${name}\``]) {
        yield describe(`${blank}${spelled}${blank}`)
      }
    }
  },
}

export const sameSamples: Probe = {
  name: 'same_samples',
  cases: ['R1'],
  does: 'samples every table in turn, over and over',
  knows: 'nothing',
  *play({ start }) {
    for (;;) for (const { name } of tablesIn(start)) yield sample(name)
  },
}

export const disguisedQuery: Probe = {
  name: 'disguised_query',
  cases: ['R1'],
  does: 'one query under other blanks, letter cases, comments, aliases and column names',
  knows: 'nothing',
  *play({ start }) {
    const table = firstTable(start)
    for (let turn = 1; ; turn += 1) {
      const blanks = ' '.repeat(turn)
      yield query(`SELECT${blanks}count(*) FROM ${table}`)
      yield query(`select count(*) from ${table} -- ${turn}`)
      yield query(`SELECT count(*) AS c${turn} FROM ${table} AS t${turn};`)
      yield query(`SELECT * FROM (SELECT count(*) FROM ${table}) LIMIT ${turn}`)
      yield query(`SELECT count(*) * 1.0 FROM ${table} WHERE ${turn}`)
    }
  },
}
