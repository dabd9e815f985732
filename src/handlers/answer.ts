/** Does to an environment what a client asked for, and answers in wire terms. */

import type { Action } from '../episode/action.ts'
import type { Environment, ResetOptions } from '../episode/environment.ts'
import { toEnvError, validationError } from '../protocol/errors.ts'
import { toWireReply } from '../protocol/reply.ts'
import type { WireReply } from '../protocol/reply.ts'
import { SELECTION_FIELD_NAMES } from '../protocol/reset-options.ts'

/**
 * @param loc - where the reset data stand in the client's message
 * @throws {EnvError} VALIDATION_ERROR that names the field by which nothing is left
 */
export function answerReset(
  environment: Environment,
  options: ResetOptions,
  loc: readonly string[] = [],
): WireReply {
  const result = environment.reset(options)
  if (result.kind === 'started') return toWireReply(result.reply)
  const field = SELECTION_FIELD_NAMES[result.field]
  const input = options[result.field] ?? null
  throw validationError([{ type: 'value_error', loc: [...loc, field], msg: result.message, input }])
}

/** @throws {EnvError} EXECUTION_ERROR when the fault is ours; the episode is then as it was */
export async function answerStep(environment: Environment, action: Action): Promise<WireReply> {
  try {
    return toWireReply(await environment.step(action))
  } catch (error) {
    throw toEnvError(error)
  }
}
