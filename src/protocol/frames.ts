/** The frames of the socket `/ws`, in both directions. */

import * as v from 'valibot'

import type { Action } from '../episode/action.ts'
import type { ResetOptions } from '../episode/environment.ts'
import { parseAction } from './action.ts'
import { parseBoundedJson } from './bounded-json.ts'
import { EnvError, tooMuchJson } from './errors.ts'
import type { ErrorCode, ErrorDetail } from './errors.ts'
import type { JsonRpcResponse } from './json-rpc.ts'
import { JsonObjectSchema, isJsonObject, parseWire } from './parse.ts'
import type { WireReply, WireState } from './reply.ts'
import { parseResetData } from './reset-options.ts'
import type { WireToolReply, WireToolsReply } from './tools.ts'
import { parseValidationFrame } from './validation.ts'
import type { ValidationFrame, WireValidation } from './validation.ts'

const FRAME_SCHEMAS = {
  reset: v.strictObject({ type: v.literal('reset'), data: v.optional(JsonObjectSchema, {}) }),
  step: v.strictObject({ type: v.literal('step'), data: JsonObjectSchema }),
  state: v.strictObject({ type: v.literal('state') }),
  close: v.strictObject({ type: v.literal('close') }),
  mcp: v.strictObject({ type: v.literal('mcp'), data: JsonObjectSchema }),
}

/** Steps of OpenEnv's MCP clients, told from an action by their `type`. */
const TOOL_STEP_SCHEMAS = {
  list_tools: v.strictObject({
    type: v.literal('list_tools'),
    metadata: v.optional(JsonObjectSchema),
  }),
  call_tool: v.strictObject({
    type: v.literal('call_tool'),
    tool_name: v.string(),
    arguments: v.nullish(JsonObjectSchema),
    metadata: v.optional(JsonObjectSchema),
  }),
}

export type ClientFrame = AnsweredFrame | { readonly kind: 'close' }

export type AnsweredFrame =
  | { readonly kind: 'reset'; readonly options: ResetOptions }
  | { readonly kind: 'step'; readonly action: Action }
  | { readonly kind: 'list_tools' }
  | ToolCallFrame
  | { readonly kind: 'state' }
  /** JSON-RPC, not parsed yet: what is wrong with it is told in its own words. */
  | { readonly kind: 'mcp'; readonly request: unknown }
  | ValidationFrame

export type ToolCallFrame = {
  readonly kind: 'call_tool'
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

export type ServerFrame =
  | { readonly type: 'observation'; readonly data: WireReply | WireToolReply | WireToolsReply }
  | { readonly type: 'state'; readonly data: WireState }
  | { readonly type: 'mcp'; readonly data: JsonRpcResponse }
  | WireValidation
  | { readonly type: 'error'; readonly data: WireError }

type WireError = {
  readonly message: string
  readonly code: ErrorCode
  /** Present when `code` is `VALIDATION_ERROR`. */
  readonly errors?: readonly ErrorDetail[]
  /** Present when `code` is `CAPACITY_REACHED`. */
  readonly active_sessions?: number
  readonly max_sessions?: number
  /** Present when `code` is `FACTORY_ERROR`. */
  readonly factory_name?: string
}

/**
 * @param knowsValidation - whether `validation_*` are types at all
 * @throws {EnvError} with the code that the frame deserves
 */
export function parseFrame(text: string, knowsValidation = false): ClientFrame {
  const frame = parseObject(text)
  const { type } = frame
  switch (type) {
    case 'reset': {
      const { data: options } = parseWire(FRAME_SCHEMAS.reset, frame)
      return { kind: 'reset', options: parseResetData(options) }
    }
    case 'step': {
      const { data: action } = parseWire(FRAME_SCHEMAS.step, frame)
      return parseToolStep(action) ?? { kind: 'step', action: parseAction(action) }
    }
    case 'state':
      parseWire(FRAME_SCHEMAS.state, frame)
      return { kind: 'state' }
    case 'close':
      parseWire(FRAME_SCHEMAS.close, frame)
      return { kind: 'close' }
    case 'mcp':
      return { kind: 'mcp', request: parseWire(FRAME_SCHEMAS.mcp, frame).data }
    default:
      if (knowsValidation && (type === 'validation_open' || type === 'validation_read')) {
        return parseValidationFrame(type, frame)
      }
      throw new EnvError('UNKNOWN_TYPE', `Unknown message type: ${nameOfType(type)}`)
  }
}

/**
 * @returns a frame with the error's code and message; `errors` for VALIDATION_ERROR, and the facts
 *   that CAPACITY_REACHED and FACTORY_ERROR have
 */
export function toErrorFrame(error: EnvError): ServerFrame {
  const { code, message, details, facts } = error
  const errors = details.length > 0 ? { errors: details } : {}
  return { type: 'error', data: { message, code, ...errors, ...facts } }
}

/** @returns undefined when it is an action of the environment's own */
function parseToolStep(data: Record<string, unknown>): AnsweredFrame | undefined {
  switch (data['type']) {
    case 'list_tools':
      parseWire(TOOL_STEP_SCHEMAS.list_tools, data)
      return { kind: 'list_tools' }
    case 'call_tool': {
      const call = parseWire(TOOL_STEP_SCHEMAS.call_tool, data)
      return { kind: 'call_tool', name: call.tool_name, args: call.arguments ?? {} }
    }
    default:
      return undefined
  }
}

function parseObject(text: string): Record<string, unknown> {
  const json = parseJson(text)
  if (isJsonObject(json)) return json
  throw new EnvError('SESSION_ERROR', 'Expected a JSON object in each frame')
}

function parseJson(text: string): unknown {
  const parsed = parseBoundedJson(text)
  switch (parsed.kind) {
    case 'json':
      return parsed.value
    case 'too_much':
      throw tooMuchJson(parsed.message)
    case 'invalid':
      throw new EnvError('INVALID_JSON', `Invalid JSON: ${parsed.message.slice(0, 200)}`)
  }
}

function nameOfType(type: unknown): string {
  if (typeof type === 'string') return type.slice(0, 100)
  return type === undefined ? '(none)' : JSON.stringify(type).slice(0, 100)
}
