/** Request bodies: how large they may be, and what is said of one that is absent or no JSON. */

import type { HonoRequest, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

import { parseBoundedJson } from '../protocol/bounded-json.ts'
import { tooMuchJson, validationError } from '../protocol/errors.ts'
import type { EnvError } from '../protocol/errors.ts'
import { isJsonObject } from '../protocol/parse.ts'
import { messageBytesMax } from './message-size.ts'
import type { AppPorts } from './ports.ts'

export function smallBody({ rules }: Pick<AppPorts, 'rules'>): MiddlewareHandler {
  const maxSize = messageBytesMax(rules.limits)
  return bodyLimit({
    maxSize,
    // The rest of the body is not read, so nothing else can come on this connection.
    onError: (c) =>
      c.json({ detail: `The body is larger than ${maxSize} bytes` }, 413, { Connection: 'close' }),
  })
}

export function missingBody(): EnvError {
  return validationError([{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }])
}

/**
 * The body as a JSON object, whatever its content type says, since curl and others forget it.
 * @returns undefined when there is no body
 * @throws {EnvError} VALIDATION_ERROR when it is not JSON or not an object: a client's slip
 */
export async function readJsonObject(
  request: HonoRequest,
): Promise<Record<string, unknown> | undefined> {
  const json = await readJson(request)
  if (json === undefined || isJsonObject(json)) return json
  const msg = 'Input should be a valid dictionary or object to extract fields from'
  throw validationError([{ type: 'model_attributes_type', loc: ['body'], msg, input: null }])
}

/**
 * @returns undefined when there is no body
 * @throws {EnvError} VALIDATION_ERROR when it is not JSON, or too much of it
 */
export async function readJson(request: HonoRequest): Promise<unknown> {
  const text = decodeUtf8(await request.arrayBuffer())
  return text === '' ? undefined : parseJson(text)
}

function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalidJson('The body is not UTF-8')
  }
}

function parseJson(text: string): unknown {
  const parsed = parseBoundedJson(text)
  switch (parsed.kind) {
    case 'json':
      return parsed.value
    case 'too_much':
      throw tooMuchJson(parsed.message, ['body'])
    case 'invalid':
      throw invalidJson('Expected one JSON object')
  }
}

function invalidJson(error: string) {
  const msg = 'JSON decode error'
  return validationError([
    { type: 'json_invalid', loc: ['body', 0], msg, input: {}, ctx: { error } },
  ])
}
