/** An environment in use: what is asked of it is watched, and answered in wire terms. */

import { toActionType } from '../episode/action.ts'
import type { Action } from '../episode/action.ts'
import type { ResetOptions } from '../episode/environment.ts'
import type { Reply } from '../episode/reply.ts'
import { toEnvError, validationError } from '../protocol/errors.ts'
import { toWireReply, toWireState } from '../protocol/reply.ts'
import type { WireReply, WireState } from '../protocol/reply.ts'
import { SELECTION_FIELD_NAMES } from '../protocol/reset-options.ts'
import type { StepOutcome } from './monitor.ts'
import type { AppPorts } from './ports.ts'
import { createSerialQueue } from './serial-queue.ts'

/** Calls must not overlap: who shares a session queues them. */
export type Session = {
  /**
   * @param loc - where the reset data stand in the client's message
   * @throws {EnvError} VALIDATION_ERROR that names the field by which nothing is left
   */
  reset(options: ResetOptions, loc?: readonly string[]): Promise<WireReply>
  /** @throws {EnvError} EXECUTION_ERROR when the fault is ours; the episode is then as it was */
  step(action: Action): Promise<WireReply>
  state(): Promise<WireState>
}

/** @param sessionId - for the monitor; null where the session lives for one request */
export function createSession(ports: AppPorts, sessionId: string | null): Session {
  const environment = ports.createEnvironment()
  return {
    async reset(options, loc = []) {
      const result = environment.reset(options)
      if (result.kind === 'refused') {
        const field = SELECTION_FIELD_NAMES[result.field]
        const input = options[result.field] ?? null
        throw validationError([
          { type: 'value_error', loc: [...loc, field], msg: result.message, input },
        ])
      }
      ports.monitor.resetDone(sessionId, result.reply.metadata.questionId)
      return toWireReply(result.reply)
    },

    async step(action) {
      const startedAtMs = ports.now()
      let reply: Reply
      try {
        reply = await environment.step(action)
      } catch (error) {
        ports.monitor.failed(error, 'a step')
        throw toEnvError(error)
      }
      ports.monitor.stepDone({
        sessionId,
        actionType: toActionType(action.actionType) ?? null,
        outcome: outcomeOf(reply),
        durationMs: ports.now() - startedAtMs,
      })
      return toWireReply(reply)
    },

    state: async () => toWireState(environment.state()),
  }
}

/** For a session whose requests may overlap: they are answered one after the other. */
export function takingTurns(session: Session): Session {
  const inTurn = createSerialQueue()
  return {
    reset: (options, loc) => inTurn(() => session.reset(options, loc)),
    step: (action) => inTurn(() => session.step(action)),
    state: () => inTurn(() => session.state()),
  }
}

function outcomeOf({ observation, metadata }: Reply): StepOutcome {
  if (metadata.query !== null) return metadata.query.code
  if (observation.error !== '') return 'error'
  return metadata.rewardTerms.answer === undefined ? 'ok' : (metadata.outcome ?? 'ok')
}
