/** What a runtime is told of, to log it and to count it. Nothing here holds gold or an agent's words. */

import type { ActionType } from '../episode/action.ts'
import type { Outcome } from '../episode/episode.ts'
import type { QueryReport } from '../episode/reply.ts'
import type { ErrorCode } from '../protocol/errors.ts'

/** How a step went: of a QUERY its code, of an ANSWER the episode's outcome, else `ok` or `error`. */
export type StepOutcome = QueryReport['code'] | Outcome | 'error'

type StepReport = {
  /** Null for an environment that lives for one request. */
  readonly sessionId: string | null
  /** Null when the word was unknown. */
  readonly actionType: ActionType | null
  readonly outcome: StepOutcome
  /** From the start of the step to its reply, waiting included. */
  readonly durationMs: number
}

export type Monitor = {
  sessionBegan(sessionId: string): void
  sessionEnded(sessionId: string): void
  resetDone(sessionId: string | null, questionId: string | null): void
  stepDone(report: StepReport): void
  /** A client was told an error code. */
  refused(sessionId: string | null, code: ErrorCode): void
  /** A failure that is ours, whole. */
  failed(error: unknown, what: string): void
}
