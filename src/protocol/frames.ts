/** The frames of the socket `/ws`, in both directions. */

import * as v from 'valibot'

import type { Action } from '../episode/action.ts'
import type { ResetOptions } from '../episode/environment.ts'
import { parseAction } from './action.ts'
import { EnvError } from './errors.ts'
import type { ErrorCode, ErrorDetail } from './errors.ts'
import { JsonObjectSchema, isJsonObject, parseWire } from './parse.ts'
import type { WireReply, WireState } from './reply.ts'
import { parseResetData } from './reset-options.ts'

const FRAME_SCHEMAS = {
  reset: v.strictObject({ type: v.literal('reset'), data: v.optional(JsonObjectSchema, {}) }),
  step: v.strictObject({ type: v.literal('step'), data: JsonObjectSchema }),
  state: v.strictObject({ type: v.literal('state') }),
  close: v.strictObject({ type: v.literal('close') }),
}

export type ClientFrame =
  | { readonly kind: 'reset'; readonly options: ResetOptions }
  | { readonly kind: 'step'; readonly action: Action }
  | { readonly kind: 'state' }
  | { readonly kind: 'close' }

export type ServerFrame =
  | { readonly type: 'observation'; readonly data: WireReply }
  | { readonly type: 'state'; readonly data: WireState }
  | { readonly type: 'error'; readonly data: WireError }

export type WireError = {
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

/** @throws {EnvError} with the code that the frame deserves */
export function parseFrame(text: string): ClientFrame {
  const frame = parseObject(text)
  const { type } = frame
  switch (type) {
    case 'reset': {
      const { data: options } = parseWire(FRAME_SCHEMAS.reset, frame)
      return { kind: 'reset', options: parseResetData(options) }
    }
    case 'step': {
      const { data: action } = parseWire(FRAME_SCHEMAS.step, frame)
      return { kind: 'step', action: parseAction(action) }
    }
    case 'state':
      parseWire(FRAME_SCHEMAS.state, frame)
      return { kind: 'state' }
    case 'close':
      parseWire(FRAME_SCHEMAS.close, frame)
      return { kind: 'close' }
    default:
      throw new EnvError('UNKNOWN_TYPE', `Unknown message type: ${nameOfType(type)}`)
  }
}

export function toErrorFrame(error: EnvError): ServerFrame {
  const { code, message, details, facts } = error
  const errors = code === 'VALIDATION_ERROR' ? { errors: details } : {}
  return { type: 'error', data: { message, code, ...errors, ...facts } }
}

function parseObject(text: string): Record<string, unknown> {
  const json = parseJson(text)
  if (isJsonObject(json)) return json
  throw new EnvError('SESSION_ERROR', 'Expected a JSON object in each frame')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'expected a JSON object'
    throw new EnvError('INVALID_JSON', `Invalid JSON: ${reason.slice(0, 200)}`, { cause })
  }
}

function nameOfType(type: unknown): string {
  if (typeof type === 'string') return type.slice(0, 100)
  return type === undefined ? '(none)' : JSON.stringify(type).slice(0, 100)
}
