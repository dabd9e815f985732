/** Reads the folder that Spider is published as. */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import * as v from 'valibot'

import { SourceError } from './source-error.ts'

export const QUESTION_FILES = ['dev.json', 'train_spider.json', 'train_others.json'] as const

export const SCHEMA_FILE = 'tables.json'

/** Where a database lies in the layout. */
export function databaseFile(databaseId: string): string {
  return `database/${databaseId}/${databaseId}.sqlite`
}

/** What stands in the JSON files beyond this is not needed, and some copies lack it. */
const QuestionRowsSchema = v.array(
  v.object({
    // A folder name and nothing more: no dot, no slash.
    db_id: v.pipe(v.string(), v.regex(/^\w[\w-]{0,149}$/)),
    query: v.pipe(v.string(), v.nonEmpty()),
    question: v.pipe(v.string(), v.nonEmpty()),
  }),
)

const SchemaRowsSchema = v.array(
  v.object({ db_id: v.string(), table_names_original: v.array(v.string()) }),
)

export type SpiderRow = {
  readonly file: string
  /** Position in its file, from 0. */
  readonly row: number
  readonly databaseId: string
  readonly query: string
  readonly question: string
}

export type SpiderLayout = {
  /** In file order: dev, train, others. */
  readonly rows: readonly SpiderRow[]
  /** The tables that tables.json names for a database; none where it does not know it. */
  tablesOf(databaseId: string): readonly string[]
  /** Where a database lies if it is there. */
  databasePath(databaseId: string): string
}

/** @throws {SourceError} with one line that names the file, and the row and field that do not fit */
export async function readSpiderLayout(dir: string): Promise<SpiderLayout> {
  if (!existsSync(dir)) throw new SourceError(`Expected a folder, got ${dir}, which does not exist`)
  const files = QUESTION_FILES.filter((file) => existsSync(join(dir, file)))
  if (files.length === 0)
    throw new SourceError(`Expected one of ${QUESTION_FILES.join(', ')} in ${dir}`)
  const rows = await Promise.all(files.map((file) => readQuestions(dir, file)))
  const tables = new Map<string, readonly string[]>()
  if (existsSync(join(dir, SCHEMA_FILE))) {
    for (const schema of await readRows(dir, SCHEMA_FILE, SchemaRowsSchema)) {
      tables.set(schema.db_id, schema.table_names_original)
    }
  }
  return {
    rows: rows.flat(),
    tablesOf: (databaseId) => tables.get(databaseId) ?? [],
    databasePath: (databaseId) => join(dir, databaseFile(databaseId)),
  }
}

/**
 * @param file - the name that messages and rows have
 * @throws {SourceError} as above
 */
export function parseSpiderRows(file: string, text: string): SpiderRow[] {
  const rows = parseRows(file, text, QuestionRowsSchema)
  return rows.map(({ db_id: databaseId, query, question }, row) => ({
    file,
    row,
    databaseId,
    query,
    question,
  }))
}

async function readQuestions(dir: string, file: string): Promise<SpiderRow[]> {
  return parseSpiderRows(file, await readFile(join(dir, file), 'utf8'))
}

async function readRows<S extends v.GenericSchema>(
  dir: string,
  file: string,
  schema: S,
): Promise<v.InferOutput<S>> {
  return parseRows(file, await readFile(join(dir, file), 'utf8'), schema)
}

function parseRows<S extends v.GenericSchema>(
  file: string,
  text: string,
  schema: S,
): v.InferOutput<S> {
  const result = v.safeParse(schema, parseJson(file, text))
  if (result.success) return result.output
  const [issue] = result.issues
  const [row, ...fields] = issue.path?.map(({ key }) => String(key)) ?? []
  const place = [file, row && `row ${row}`, fields.join('.')].filter(Boolean).join(', ')
  throw new SourceError(`${place}: ${issue.message.slice(0, 200)}`)
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const [message] = String(cause instanceof Error ? cause.message : cause).split('\n')
    throw new SourceError(`${file}: ${message}`, { cause })
  }
}
