/** One tool call of a model, as it came: maybe no call at all. */

import * as v from 'valibot'

import { firstChars } from '../../../episode/cut-text.ts'
import type { WireAction } from '../../../protocol/action.ts'
import { readToolCall } from '../../../protocol/tools.ts'

export type ModelCall = {
  /** What its result is sent back with. */
  readonly id: string
  /** The call as the endpoint gets it back: some refuse a whole conversation for one bad call. */
  readonly echo: ToolCallMessage
  readonly action: WireAction
  /** What was wrong with the call; null when nothing was. */
  readonly slip: string | null
}

type ToolCallMessage = {
  readonly id: string
  readonly type: 'function'
  readonly function: { readonly name: string; readonly arguments: string }
}

/** Characters of what a model wrote in place of an action that an episode keeps. */
const MALFORMED_CHARS_MAX = 200

/** A call whose arguments are longer is sent back without them. */
const ECHO_CHARS_MAX = 65_536

const CallSchema = v.looseObject({
  id: v.fallback(v.pipe(v.string(), v.minLength(1), v.maxLength(256)), ''),
  function: v.looseObject({ name: v.string(), arguments: v.unknown() }),
})

/**
 * An action that costs a step and does nothing else. It is none of the four, since a call of
 * `answer` that cannot be read is not to end the episode.
 */
export function malformedAction(text: string): WireAction {
  return { action_type: 'MALFORMED', argument: firstChars(text, MALFORMED_CHARS_MAX) }
}

/** @param newId - taken where the call has none of its own */
export function readModelCall(raw: unknown, newId: string): ModelCall {
  try {
    return readShallowCall(raw, newId)
  } catch (error) {
    // JSON can be read that is nested too deeply to be written again.
    if (!(error instanceof RangeError)) throw error
    const slip = 'The tool call is nested too deeply.'
    const echo = toolCallMessage(newId, 'unknown', '{}')
    return { id: newId, echo, action: malformedAction(''), slip }
  }
}

function readShallowCall(raw: unknown, newId: string): ModelCall {
  const parsed = v.safeParse(CallSchema, raw)
  if (!parsed.success) return slipped(raw, newId, 'unknown', 'The tool call has no name.')
  const { id: ownId, function: called } = parsed.output
  const id = ownId === '' ? newId : ownId
  const args = parseArguments(called.arguments)
  if (args === undefined) {
    const slip = `The arguments of ${firstChars(called.name, 64)} are no JSON object.`
    return slipped(raw, id, called.name, slip)
  }
  const { action } = readToolCall(called.name, args)
  if (action.slip !== undefined) return slipped(raw, id, called.name, action.slip)
  return {
    id,
    echo: echoOf(raw, id, called.name, called.arguments),
    action: { action_type: action.actionType, argument: action.argument },
    slip: null,
  }
}

/** Most send a text of JSON; some the object itself, or nothing where there are no arguments. */
function parseArguments(value: unknown): Record<string, unknown> | undefined {
  if (value === null || value === undefined || value === '') return {}
  if (typeof value !== 'string') return toRecord(value)
  try {
    return toRecord(JSON.parse(value))
  } catch {
    return undefined
  }
}

function toRecord(value: unknown): Record<string, unknown> | undefined {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isRecord ? (value as Record<string, unknown>) : undefined
}

function slipped(raw: unknown, id: string, name: string, slip: string): ModelCall {
  const action = malformedAction(JSON.stringify(raw) ?? '')
  return { id, echo: toolCallMessage(id, name, '{}'), action, slip }
}

/** As it came where that can be: some endpoints sign their calls in keys of their own. */
function echoOf(raw: unknown, id: string, name: string, args: unknown): ToolCallMessage {
  if (typeof args !== 'string') return toolCallMessage(id, name, JSON.stringify(args ?? {}))
  if (args.length > ECHO_CHARS_MAX) return toolCallMessage(id, name, '{}')
  return { ...(raw as ToolCallMessage), ...toolCallMessage(id, name, args || '{}') }
}

/** With a name that endpoints let through: up to 64 letters, digits, `_` and `-`. */
function toolCallMessage(id: string, name: string, args: string): ToolCallMessage {
  const safeName = name.replaceAll(/[^\w-]/g, '_').slice(0, 64)
  return { id, type: 'function', function: { name: safeName || 'unknown', arguments: args } }
}
