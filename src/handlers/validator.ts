/** Lets a validator watch its own socket, where it shows the token that the server was given. */

import { toEnvError } from '../protocol/errors.ts'
import { toErrorFrame } from '../protocol/frames.ts'
import type { AnsweredFrame, ServerFrame } from '../protocol/frames.ts'
import { refusedValidation } from '../protocol/validation.ts'
import type { TrajectoryRecord } from '../protocol/validation.ts'
import { startTelemetry } from './telemetry.ts'
import type { Telemetry } from './telemetry.ts'

export type Validator = {
  /**
   * From here on frames are recorded.
   * @throws {EnvError} the one refusal, unless it is the socket's first frame and the token is right
   */
  open(token: string, isFirstFrame: boolean): ServerFrame
  /** @throws {EnvError} the one refusal, unless the capability is this socket's */
  read(capability: string): ServerFrame
  /** What `answer` answers, recorded where a validator watches. */
  watch(
    frame: AnsweredFrame,
    text: string,
    answer: (frame: AnsweredFrame) => Promise<ServerFrame>,
  ): Promise<ServerFrame>
}

/** @param secret - the token to show; undefined where nobody may watch */
export function createValidator(secret: string | undefined): Validator {
  let telemetry: Telemetry | undefined
  return {
    open(token, isFirstFrame) {
      if (secret === undefined || !isFirstFrame || !isSameText(token, secret)) {
        throw refusedValidation()
      }
      telemetry = startTelemetry()
      const { capability } = telemetry
      return { type: 'validation_open', data: { schema_version: 1, capability } }
    },

    read(capability) {
      if (telemetry === undefined || !isSameText(capability, telemetry.capability)) {
        throw refusedValidation()
      }
      return { type: 'validation', data: telemetry.read() }
    },

    watch(frame, text, answer) {
      const operation = OPERATIONS[frame.kind]
      if (telemetry === undefined || operation === undefined) return answer(frame)
      return recorded(telemetry, operation, text, answer(frame))
    },
  }
}

/** What a record calls a frame; the others are not part of an episode. */
const OPERATIONS: Partial<Record<AnsweredFrame['kind'], TrajectoryRecord['operation']>> = {
  reset: 'reset',
  step: 'step',
  call_tool: 'step',
  state: 'state',
}

async function recorded(
  telemetry: Telemetry,
  operation: TrajectoryRecord['operation'],
  text: string,
  answering: Promise<ServerFrame>,
): Promise<ServerFrame> {
  try {
    const reply = await answering
    telemetry.record(operation, text, reply)
    return reply
  } catch (failure) {
    telemetry.record(operation, text, toErrorFrame(toEnvError(failure)))
    throw failure
  }
}

/** Takes as long wherever the difference is. */
function isSameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index += 1) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  }
  return difference === 0
}
