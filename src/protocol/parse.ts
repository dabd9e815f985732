/** From unknown to typed: valibot's issues in the words that OpenEnv's clients know. */

import * as v from 'valibot'

import { validationError } from './errors.ts'
import type { ErrorDetail } from './errors.ts'

/** A JSON object: neither an array nor null, which valibot's `record` lets through. */
export const JsonObjectSchema = v.custom<Record<string, unknown>>(isJsonObject)

/** For values that `JSON.parse` made. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * @param loc - where `input` stands in the message, put before each detail's own way
 * @throws {EnvError} VALIDATION_ERROR with one detail for each thing that is wrong
 */
export function parseWire<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  loc: readonly (string | number)[] = [],
): v.InferOutput<S> {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  throw validationError(result.issues.map((issue) => toDetail(issue, input, loc)))
}

function toDetail(
  issue: v.BaseIssue<unknown>,
  whole: unknown,
  loc: readonly (string | number)[],
): ErrorDetail {
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  const last = issue.path?.at(-1)
  const place = { loc: [...loc, ...path] }
  if (last?.origin === 'key' && issue.received === 'undefined') {
    return { type: 'missing', ...place, msg: 'Field required', input: last.input }
  }
  if (issue.expected === 'never') {
    const input = last?.value
    return { type: 'extra_forbidden', ...place, msg: 'Extra inputs are not permitted', input }
  }
  const input = last === undefined ? whole : last.value
  return { ...place, input, ...describe(issue) }
}

function describe(issue: v.BaseIssue<unknown>): Pick<ErrorDetail, 'type' | 'msg' | 'ctx'> {
  const { requirement } = issue
  switch (issue.type) {
    case 'string':
      return { type: 'string_type', msg: 'Input should be a valid string' }
    case 'number':
      return { type: 'int_type', msg: 'Input should be a valid integer' }
    case 'boolean':
      return { type: 'bool_type', msg: 'Input should be a valid boolean' }
    case 'integer':
      return { type: 'int_from_float', msg: 'Input should be a valid integer' }
    case 'custom':
    case 'record':
    case 'loose_object':
    case 'strict_object':
      return { type: 'dict_type', msg: 'Input should be a valid dictionary' }
    case 'min_value':
      return {
        type: 'greater_than_equal',
        msg: `Input should be greater than or equal to ${String(requirement)}`,
        ctx: { ge: requirement },
      }
    case 'gt_value':
      return {
        type: 'greater_than',
        msg: `Input should be greater than ${String(requirement)}`,
        ctx: { gt: requirement },
      }
    case 'max_value':
      return {
        type: 'less_than_equal',
        msg: `Input should be less than or equal to ${String(requirement)}`,
        ctx: { le: requirement },
      }
    case 'max_length':
      return {
        type: 'string_too_long',
        msg: `String should have at most ${String(requirement)} characters`,
        ctx: { max_length: requirement },
      }
    default:
      return { type: 'literal_error', msg: `Input should be ${issue.expected ?? 'valid'}` }
  }
}
