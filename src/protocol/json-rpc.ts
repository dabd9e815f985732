/** JSON-RPC 2.0 as OpenEnv's `/mcp` speaks it: every request has one response, also one without an id. */

import * as v from 'valibot'

import { parseBoundedJson } from './bounded-json.ts'
import { EnvError } from './errors.ts'
import { JsonObjectSchema, isJsonObject, parseWire } from './parse.ts'

export const JSON_RPC_CODES = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internalError: -32_603,
  /** No session could be had. */
  serverError: -32_000,
} as const

export type JsonRpcId = string | number | null

export type JsonRpcRequest = {
  readonly id: JsonRpcId
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
}

export type JsonRpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: JsonRpcId; readonly result: unknown }
  | { readonly jsonrpc: '2.0'; readonly id: JsonRpcId; readonly error: JsonRpcErrorBody }

type JsonRpcErrorBody = {
  readonly code: number
  readonly message: string
  /** Null where there is nothing to add. */
  readonly data: unknown
}

/** A request that cannot be done, with the code that says why. */
export class JsonRpcError extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data: unknown = null) {
    super(message)
    this.name = 'JsonRpcError'
    this.code = code
    this.data = data
  }
}

const ID_CHARS_MAX = 255

const RequestSchema = v.strictObject({
  jsonrpc: v.literal('2.0'),
  method: v.string(),
  params: v.optional(JsonObjectSchema, {}),
  // What is echoed must be echoed whole.
  id: v.nullish(
    v.union([v.pipe(v.string(), v.maxLength(ID_CHARS_MAX)), v.pipe(v.number(), v.safeInteger())]),
    null,
  ),
})

/** @throws {JsonRpcError} -32700 when the text is no JSON, -32600 when it is no request or too much */
export function parseJsonRpc(text: string): JsonRpcRequest {
  const parsed = parseBoundedJson(text)
  switch (parsed.kind) {
    case 'json':
      return toJsonRpcRequest(parsed.value)
    case 'too_much':
      throw new JsonRpcError(JSON_RPC_CODES.invalidRequest, `Invalid request: ${parsed.message}`)
    case 'invalid':
      throw new JsonRpcError(JSON_RPC_CODES.parseError, 'Parse error: expected one JSON object')
  }
}

/** @throws {JsonRpcError} -32600 when it is no request; batches are none here */
export function toJsonRpcRequest(json: unknown): JsonRpcRequest {
  if (!isJsonObject(json)) {
    const what = Array.isArray(json) ? 'a batch, which is not supported' : 'no object'
    throw new JsonRpcError(JSON_RPC_CODES.invalidRequest, `Invalid request: it is ${what}`)
  }
  try {
    const { method, params, id } = parseWire(RequestSchema, json)
    return { method, params, id }
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    throw new JsonRpcError(
      JSON_RPC_CODES.invalidRequest,
      error.message.replace(/^Invalid message/, 'Invalid request'),
    )
  }
}

/**
 * @param id - of the request, given back; null for one that had none
 * @param result - anything that JSON holds
 */
export function toJsonRpcResult(id: JsonRpcId, result: unknown): JsonRpcResponse {
  return { jsonrpc: '2.0', id, result }
}

/** A failure in the words of JSON-RPC; what is neither its own nor a client's slip keeps its text. */
export function toJsonRpcFailure(id: JsonRpcId, error: unknown): JsonRpcResponse {
  const { code, message, data } = error instanceof JsonRpcError ? error : fromEnvError(error)
  return { jsonrpc: '2.0', id, error: { code, message, data } }
}

function fromEnvError(error: unknown): JsonRpcErrorBody {
  if (!(error instanceof EnvError)) {
    return { code: JSON_RPC_CODES.internalError, message: 'The call failed', data: null }
  }
  const { message, details, facts } = error
  switch (error.code) {
    case 'VALIDATION_ERROR':
      return { code: JSON_RPC_CODES.invalidParams, message, data: { errors: details } }
    case 'CAPACITY_REACHED':
    case 'FACTORY_ERROR':
      return { code: JSON_RPC_CODES.serverError, message, data: facts }
    case 'SESSION_ERROR':
      return { code: JSON_RPC_CODES.invalidParams, message, data: null }
    case 'INVALID_JSON':
    case 'UNKNOWN_TYPE':
    case 'EXECUTION_ERROR':
      return { code: JSON_RPC_CODES.internalError, message, data: null }
  }
}
