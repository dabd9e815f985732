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
import type { AppPorts, EnvironmentRole } from './ports.ts'
import { createSerialQueue } from './serial-queue.ts'

/** Calls must not overlap: who shares a session queues them. */
export type Session = {
  /**
   * The first reset of a session; one that was brought back goes on, and answers as it did then.
   * @throws {EnvError} as `reset` does
   */
  begin(options: ResetOptions, loc?: readonly string[]): Promise<WireReply>
  /**
   * @param loc - where the reset data stand in the client's message
   * @throws {EnvError} VALIDATION_ERROR that names the field by which nothing is left,
   *   EXECUTION_ERROR when the fault is ours
   */
  reset(options: ResetOptions, loc?: readonly string[]): Promise<WireReply>
  /** @throws {EnvError} EXECUTION_ERROR when the fault is ours; the episode is then as it was */
  step(action: Action): Promise<WireReply>
  state(): Promise<WireState>
}

/** @param sessionId - for the monitor; null where the session lives for one request */
export function createSession(
  ports: AppPorts,
  sessionId: string | null,
  role: EnvironmentRole,
): Session {
  const environment = ports.createEnvironment(role, sessionId)

  /** @throws {EnvError} EXECUTION_ERROR, when the fault is ours */
  async function attempt<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      ports.monitor.failed(error, what)
      throw toEnvError(error)
    }
  }

  async function reset(options: ResetOptions, loc: readonly string[] = []): Promise<WireReply> {
    const result = await attempt('a reset', () => environment.reset(options))
    if (result.kind === 'refused') {
      const field = SELECTION_FIELD_NAMES[result.field]
      const input = options[result.field] ?? null
      throw validationError([
        { type: 'value_error', loc: [...loc, field], msg: result.message, input },
      ])
    }
    ports.monitor.resetDone(sessionId, result.reply.metadata.questionId)
    return toWireReply(result.reply)
  }

  return {
    async begin(options, loc) {
      const opening = environment.opening()
      return opening === null ? reset(options, loc) : toWireReply(opening)
    },

    reset,

    async step(action) {
      const startedAtMs = ports.now()
      const reply = await attempt('a step', () => environment.step(action))
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
    begin: (options, loc) => inTurn(() => session.begin(options, loc)),
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
