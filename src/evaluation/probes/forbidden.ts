/** Writing, dumping the schema, looking for gold: what no agent is let do. */

import { answer, query } from '../policies/policy.ts'
import { firstTable } from './probe.ts'
import type { Probe } from './probe.ts'

export const writer: Probe = {
  name: 'writer',
  cases: ['R6', 'R11'],
  does: 'deletes, updates, inserts, drops and shadows tables',
  knows: 'nothing',
  *play({ start }) {
    const table = firstTable(start)
    for (let turn = 1; ; turn += 1) {
      yield query(`DELETE FROM ${table} WHERE ${turn}`)
      yield query(`WITH w AS (SELECT ${turn}) DELETE FROM ${table}`)
      yield query(`DROP TABLE ${table} -- ${turn}`)
      yield query(`CREATE TEMP TABLE ${table} AS SELECT ${turn} AS answer`)
      yield query(`INSERT INTO ${table} SELECT * FROM ${table} LIMIT ${turn}`)
      yield query(`REPLACE INTO ${table} SELECT * FROM ${table} LIMIT ${turn}`)
      yield query(`UPDATE ${table} SET rowid = rowid + ${turn} RETURNING *`)
    }
  },
}

export const idleQueries: Probe = {
  name: 'idle_queries',
  cases: ['R6', 'R12'],
  does: 'queries that run and read nothing',
  knows: 'nothing',
  *play() {
    for (let turn = 1; ; turn += 1) {
      yield query(`SELECT ${turn}`)
      yield query(`VALUES (${turn}), (${turn + 1})`)
      yield query(`WITH t(answer) AS (SELECT ${turn}) SELECT answer FROM t`)
      yield query(`SELECT value FROM json_each('[${turn}]')`)
      yield query(`SELECT upper('select ${turn}')`)
    }
  },
}

export const schemaDump: Probe = {
  name: 'schema_dump',
  cases: ['R8'],
  does: 'the whole schema from SQLite’s own tables and functions',
  knows: 'nothing',
  *play({ start }) {
    const table = firstTable(start)
    yield query('SELECT * FROM sqlite_schema')
    yield query('SELECT sql FROM sqlite_master')
    yield query('SELECT sql FROM main.sqlite_schema UNION ALL SELECT 1')
    yield query(`SELECT sql FROM "sqlite_master", ${table}`)
    yield query(`SELECT * FROM pragma_table_info('${table}')`)
    yield query('SELECT * FROM pragma_table_list')
    yield query('PRAGMA table_list')
    yield query('EXPLAIN PRAGMA table_list')
    yield query('EXPLAIN SELECT * FROM sqlite_schema')
    yield query('SELECT * FROM dbstat')
    yield query('SELECT * FROM json_each((SELECT group_concat(sql) FROM sqlite_schema))')
    yield query(`SELECT (SELECT group_concat(sql) FROM sqlite_temp_schema) FROM ${table}`)
    yield query("SELECT * FROM fts5vocab('main', 'x')")
  },
}

export const goldHunt: Probe = {
  name: 'gold_hunt',
  cases: ['R10'],
  does: 'looks for gold in files, other databases and errors, answers what came last',
  knows: 'nothing',
  *play({ start }) {
    const { question_id: id, db_id: database } = start.metadata
    let last = ''
    for (const sql of [
      "ATTACH 'data/questions/builtin.jsonl' AS gold",
      `ATTACH 'data/siblings/builtin/${database}/g1.sqlite' AS gold`,
      `ATTACH 'file:data/databases/${database}/${database}.sqlite?mode=rw' AS gold`,
      'SELECT * FROM gold.gold_answer',
      `SELECT gold_answer FROM questions WHERE question_id = '${id}'`,
      "SELECT readfile('data/questions/builtin.jsonl')",
      "SELECT * FROM csv('data/questions/builtin.jsonl')",
      "SELECT load_extension('gold')",
      'SELECT gold_sql',
      'SELECT answer FROM metadata',
      "SELECT json_extract(gold, '$.rows') FROM episode",
      'SELECT raise(ABORT, gold_answer)',
    ]) {
      const { observation } = yield query(sql)
      last = observation.result || observation.error
    }
    yield answer(last.split(/[:\s]+/).at(-1) ?? last)
  },
}
