/** The action as it comes over the wire. */

import * as v from 'valibot'

import type { Action } from '../episode/action.ts'
import { JsonObjectSchema, parseWire } from './parse.ts'

export const ActionSchema = v.strictObject({
  action_type: v.pipe(
    v.string(),
    v.description('DESCRIBE, SAMPLE, QUERY or ANSWER, in any letter case'),
  ),
  argument: v.pipe(
    v.string(),
    v.description('A table name, an SQL query, or the answer to the question'),
  ),
  metadata: v.optional(
    v.pipe(v.record(v.string(), v.unknown()), v.description('Accepted and left unread')),
  ),
})

/** An action as clients send it. */
export type WireAction = v.InferInput<typeof ActionSchema>

/** @throws {EnvError} VALIDATION_ERROR, its details relative to the action */
export function parseAction(input: unknown): Action {
  const { action_type: actionType, argument } = parseWire(ActionSchema, input)
  // valibot's `record` lets an array through.
  parseWire(v.looseObject({ metadata: v.optional(JsonObjectSchema) }), input)
  return { actionType, argument }
}
