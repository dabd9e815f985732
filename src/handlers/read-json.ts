/** Request bodies. */

import type { HonoRequest } from 'hono'

import { validationError } from '../protocol/errors.ts'
import { isJsonObject } from '../protocol/parse.ts'

/**
 * The body as a JSON object, whatever its content type says, since curl and others forget it.
 * @returns undefined when there is no body
 * @throws {EnvError} VALIDATION_ERROR when it is not JSON or not an object: a client's slip
 */
export async function readJsonObject(
  request: HonoRequest,
): Promise<Record<string, unknown> | undefined> {
  const text = decodeUtf8(await request.arrayBuffer())
  if (text === '') return undefined
  const json = parseJson(text)
  if (isJsonObject(json)) return json
  const msg = 'Input should be a valid dictionary or object to extract fields from'
  throw validationError([{ type: 'model_attributes_type', loc: ['body'], msg, input: null }])
}

function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalidJson('The body is not UTF-8')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidJson('Expected one JSON object')
  }
}

function invalidJson(error: string) {
  const msg = 'JSON decode error'
  return validationError([
    { type: 'json_invalid', loc: ['body', 0], msg, input: {}, ctx: { error } },
  ])
}
