/** Questions as lines of `data/questions/<dataset>.jsonl`, snake_case and exact to the last digit. */

import * as v from 'valibot'

import { blobFromHex, numberFromJson, rowsToJson } from '../sql/cell.ts'
import { ANSWER_TYPES, DIFFICULTIES, FLAGS, SPLITS } from './question.ts'
import type { Question } from './question.ts'

const NonEmptyText = v.pipe(v.string(), v.nonEmpty())

const CellSchema = v.union([
  v.null(),
  v.string(),
  v.number(),
  v.bigint(),
  v.pipe(
    v.strictObject({ blob: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2})*$/i)) }),
    v.transform(({ blob }) => blobFromHex(blob)),
  ),
])

export const QuestionIdSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/))

/** Rows as `rowsToJson` writes them, once `parseExactJson` has read them. */
export const GoldRowsSchema = v.array(v.array(CellSchema))

const QuestionRecordSchema = v.strictObject({
  question_id: QuestionIdSchema,
  question_text: NonEmptyText,
  db_id: v.pipe(v.string(), v.regex(/^\w[\w-]{0,199}$/)),
  gold_sql: NonEmptyText,
  gold_columns: v.array(v.string()),
  gold_answer: GoldRowsSchema,
  answer_type: v.picklist(ANSWER_TYPES),
  difficulty: v.picklist(DIFFICULTIES),
  tables_involved: v.array(v.string()),
  split: v.picklist(SPLITS),
  order_matters: v.boolean(),
  flags: v.array(v.picklist(FLAGS)),
  source: v.string(),
  license: v.string(),
})

/** @throws {Error} with one line that names the first field that does not fit */
export function parseQuestionRecord(line: string): Question {
  const result = v.safeParse(QuestionRecordSchema, parseExactJson(line))
  if (!result.success) {
    const [issue] = result.issues
    throw new Error(`${v.getDotPath(issue) ?? 'record'}: ${issue.message}`)
  }
  const record = result.output
  return {
    questionId: record.question_id,
    questionText: record.question_text,
    databaseId: record.db_id,
    goldSql: record.gold_sql,
    goldColumns: record.gold_columns,
    goldAnswer: record.gold_answer,
    answerType: record.answer_type,
    difficulty: record.difficulty,
    tablesInvolved: record.tables_involved,
    split: record.split,
    rowOrderMatters: record.order_matters,
    flags: record.flags,
    source: record.source,
    license: record.license,
  }
}

/** One line without its line break; `parseQuestionRecord` gives the same question back. */
export function toQuestionRecord(question: Question): string {
  const fields: [string, string][] = [
    ['question_id', JSON.stringify(question.questionId)],
    ['question_text', JSON.stringify(question.questionText)],
    ['db_id', JSON.stringify(question.databaseId)],
    ['gold_sql', JSON.stringify(question.goldSql)],
    ['gold_columns', JSON.stringify(question.goldColumns)],
    ['gold_answer', rowsToJson(question.goldAnswer)],
    ['answer_type', JSON.stringify(question.answerType)],
    ['difficulty', JSON.stringify(question.difficulty)],
    ['tables_involved', JSON.stringify(question.tablesInvolved)],
    ['split', JSON.stringify(question.split)],
    ['order_matters', JSON.stringify(question.rowOrderMatters)],
    ['flags', JSON.stringify(question.flags)],
    ['source', JSON.stringify(question.source)],
    ['license', JSON.stringify(question.license)],
  ]
  return `{${fields.map(([name, json]) => `"${name}":${json}`).join(',')}}`
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

/** JSON whose numbers keep their kind: see `numberFromJson`. @throws {SyntaxError} */
export function parseExactJson(text: string): unknown {
  const revive: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? numberFromJson(source) : value
  // TypeScript's library does not know the third argument yet; engines since 2023 pass it.
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown)
}
