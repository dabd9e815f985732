/** Reads the JSON of a source: what does not fit is named by file, row and field, in one line. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import * as v from 'valibot'

import { SourceError } from './source-error.ts'

/** A file name and nothing more: no dot, no slash. */
export const DatabaseIdSchema = v.pipe(v.string(), v.regex(/^\w[\w-]{0,149}$/))

export const NonEmptyText = v.pipe(v.string(), v.nonEmpty())

/** The tables of each database, in the form that Spider gave to several data sets. */
const SchemaRowsSchema = v.array(
  v.object({ db_id: v.string(), table_names_original: v.array(v.string()) }),
)

/** @throws {SourceError} where a row or field does not fit */
export async function readTableNames(
  dir: string,
  file: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const schemas = parseRows(file, await readText(dir, file), SchemaRowsSchema)
  return new Map(schemas.map((schema) => [schema.db_id, schema.table_names_original]))
}

/** @throws {SourceError} where the file is no UTF-8: its texts would be shown wrongly */
export async function readText(dir: string, file: string): Promise<string> {
  const bytes = await readFile(join(dir, file))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new SourceError(`${file}: expected UTF-8 text`, { cause })
  }
}

/**
 * @param file - the name that messages have
 * @param schema - of the list of rows
 * @throws {SourceError} as above
 */
export function parseRows<S extends v.GenericSchema>(
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

/**
 * One JSON value a line; blank lines are passed over.
 *
 * @param schema - of one line
 * @returns each with the number of its line, from 1
 * @throws {SourceError} naming the line
 */
export function parseLines<S extends v.GenericSchema>(
  file: string,
  text: string,
  schema: S,
): { readonly line: number; readonly value: v.InferOutput<S> }[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  return lines.flatMap((json, index) => {
    if (json.trim() === '') return []
    const place = `${file}, line ${index + 1}`
    return { line: index + 1, value: parseValue(place, json, schema) }
  })
}

/** @throws {SourceError} that begins with `place`, and names the field */
export function parseValue<S extends v.GenericSchema>(
  place: string,
  json: string,
  schema: S,
): v.InferOutput<S> {
  const result = v.safeParse(schema, parseJson(place, json))
  if (result.success) return result.output
  const [issue] = result.issues
  const field = v.getDotPath(issue)
  throw new SourceError(
    `${field === null ? place : `${place}, ${field}`}: ${issue.message.slice(0, 200)}`,
  )
}

function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const [message] = String(cause instanceof Error ? cause.message : cause).split('\n')
    throw new SourceError(`${place}: ${message}`, { cause })
  }
}
