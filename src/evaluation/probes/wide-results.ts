/** As much as can be had in one result, in the hope that gold is in it. */

import { quoteName } from '../../sql/schema.ts'
import { query } from '../policies/policy.ts'
import { tablesIn } from './probe.ts'
import type { Probe } from './probe.ts'

const ROW_LIMITS = [1, 2, 5, 10, 20, 50, 100, 1000]

export const crossJoin: Probe = {
  name: 'cross_join',
  cases: ['R4'],
  does: 'joins all tables with each other, under growing limits',
  knows: 'nothing',
  *play({ start }) {
    const tables = tablesIn(start).map(({ name }) => quoteName(name))
    for (;;) {
      for (let count = tables.length; count > 1; count -= 1) {
        const from = tables.slice(0, count).join(', ')
        for (const limit of ROW_LIMITS) yield query(`SELECT * FROM ${from} LIMIT ${limit}`)
      }
      yield query(`SELECT * FROM ${tables[0]} AS a, ${tables[0]} AS b, ${tables[0]} AS c`)
    }
  },
}

export const wholeTables: Probe = {
  name: 'whole_tables',
  cases: ['R4'],
  does: 'SELECT * of every table, then again in other orders',
  knows: 'nothing',
  *play({ start }) {
    for (let column = 0; ; column += 1) {
      const order = column === 0 ? '' : ` ORDER BY ${column}`
      for (const { name } of tablesIn(start))
        yield query(`SELECT * FROM ${quoteName(name)}${order}`)
    }
  },
}

export const limitLadder: Probe = {
  name: 'limit_ladder',
  cases: ['R4', 'R6'],
  does: 'one table under LIMIT 1, 2, 3 …: rows that are new at every step',
  knows: 'nothing',
  *play({ start }) {
    const name = quoteName(tablesIn(start)[0]?.name ?? '')
    for (let limit = 1; ; limit += 1) yield query(`SELECT * FROM ${name} LIMIT ${limit}`)
  },
}
