/** What the benchmark's agents do: one episode for each question, as frames ready to be sent. */

import Database from 'better-sqlite3'

import { loadData } from '../src/adapters/node/data-files.ts'
import { playableQuestions } from '../src/questions/bank.ts'
import type { Question } from '../src/questions/question.ts'
import { formatCell } from '../src/sql/cell.ts'
import { withSingleQuotedLiteral } from '../src/sql/double-quoted-literals.ts'
import { findTable, quoteName } from '../src/sql/schema.ts'
import type { DatabaseSchema, TableSchema } from '../src/sql/schema.ts'

type ActionWord = 'DESCRIBE' | 'SAMPLE' | 'QUERY' | 'ANSWER'

type ScriptedAction = { readonly word: ActionWord; readonly argument: string }

export type Episode = {
  readonly questionId: string
  readonly databaseId: string
  readonly actions: readonly ScriptedAction[]
}

/** An episode on the wire, as a load generator sends it: each text is one frame. */
export type Script = { readonly reset: string; readonly steps: readonly string[] }

/** How long the replies to a script were, in bytes. */
export type ReplySizes = { readonly reset: number; readonly steps: readonly number[] }

/** Stands behind every QUERY: who plays may put something else there, so that the query is a new one. */
export const QUERY_MARK = '/*#*/'

/** Agents guess names that are not there; here one in so many does. */
const GUESSING_EVERY = 3

/**
 * One episode for each question that can be drawn: DESCRIBE of one or two tables, SAMPLE, three to
 * five QUERYs that end with gold, ANSWER.
 */
export function makeEpisodes(dataDir: string, dataset: string): Episode[] {
  const { bank, schemas } = loadData(dataDir, [dataset])
  return playableQuestions(bank.defaultDataset).flatMap((question, index) => {
    const schema = schemas.get(question.databaseId)
    return schema === undefined ? [] : [toEpisode(question, schema, index)]
  })
}

function toEpisode(question: Question, schema: DatabaseSchema, index: number): Episode {
  const tables = question.tablesInvolved
    .flatMap((name) => findTable(schema, name) ?? [])
    .concat(schema.tables)
  const [first] = tables
  if (first === undefined) throw new Error(`Database ${schema.databaseId} has no tables`)
  const described = [...new Set(tables)].slice(0, 1 + (index % 2))
  return {
    questionId: question.questionId,
    databaseId: question.databaseId,
    actions: [
      ...described.map(({ name }): ScriptedAction => ({ word: 'DESCRIBE', argument: name })),
      { word: 'SAMPLE', argument: first.name },
      ...queriesFor(question, first, index).map((sql): ScriptedAction => ({
        word: 'QUERY',
        argument: `${sql} ${QUERY_MARK}`,
      })),
      { word: 'ANSWER', argument: answerText(question) },
    ],
  }
}

function queriesFor({ goldSql }: Question, table: TableSchema, index: number): string[] {
  const name = quoteName(table.name)
  const column = table.columns[index % table.columns.length]?.name ?? 'rowid'
  const gold = goldSql.trim().replace(/;$/, '')
  return [
    `SELECT count(*) FROM ${name}`,
    ...(index % GUESSING_EVERY === 0 ? [`SELECT ${column}_name FROM ${name}`] : []),
    `SELECT DISTINCT ${quoteName(column)} FROM ${name} LIMIT 10`,
    ...(index % 2 === 0 ? [`SELECT * FROM (${gold}) LIMIT 3`] : []),
    gold,
  ]
}

function answerText({ goldAnswer }: Question): string {
  return goldAnswer.map((row) => row.map(formatCell).join(' | ')).join('\n')
}

/** For SQLEnv: plain OpenEnv frames. */
export function toScript({ questionId, actions }: Episode): Script {
  return {
    reset: JSON.stringify({ type: 'reset', data: { question_id: questionId } }),
    steps: actions.map(({ word, argument }) =>
      JSON.stringify({ type: 'step', data: { action_type: word, argument } }),
    ),
  }
}

/**
 * For the floor, which knows neither questions nor what a reply looks like: which database, how
 * long to reply, and SQL that its SQLite takes as it is.
 */
export function toFloorScripts(
  episodes: readonly Episode[],
  sizes: readonly ReplySizes[],
  databasePath: (databaseId: string) => string,
): Script[] {
  const connections = new Map<string, Database.Database>()
  const scripts = episodes.map(({ databaseId, actions }, index): Script => {
    const connection =
      connections.get(databaseId) ?? new Database(databasePath(databaseId), { readonly: true })
    connections.set(databaseId, connection)
    const { reset = 0, steps = [] } = sizes[index] ?? {}
    return {
      reset: JSON.stringify({ type: 'reset', data: { db_id: databaseId, reply_bytes: reset } }),
      steps: actions.map(({ word, argument }, position) => {
        const text = word === 'QUERY' ? withMendedLiterals(connection, argument) : argument
        const data = { action_type: word, argument: text, reply_bytes: steps[position] ?? 0 }
        return JSON.stringify({ type: 'step', data })
      }),
    }
  })
  for (const connection of connections.values()) connection.close()
  return scripts
}

function withMendedLiterals(connection: Database.Database, sql: string): string {
  try {
    connection.prepare(sql)
    return sql
  } catch (error) {
    const next = error instanceof Error ? withSingleQuotedLiteral(sql, error.message) : null
    return next === null ? sql : withMendedLiterals(connection, next)
  }
}

/** For OpenEnv's echo environment: as many steps, with the same words to echo. */
export function toEchoScript({ actions }: Episode): Script {
  return {
    reset: JSON.stringify({ type: 'reset', data: {} }),
    steps: actions.map(({ argument }) =>
      JSON.stringify({ type: 'step', data: { message: argument } }),
    ),
  }
}
