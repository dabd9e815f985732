/** What a client's caller is told when a request has no answer. */

import type { ErrorCode, ErrorDetail } from '../protocol/errors.ts'

/** Failures that the client itself finds; the server's own are the codes of the protocol. */
export type ClientErrorCode =
  /** No connection came about. */
  | 'CONNECT_FAILED'
  /** The connection went away between a request and its reply; whether it took effect is unknown. */
  | 'CONNECTION_LOST'
  /** No reply in time. The connection was given up, and the episode with it. */
  | 'TIMED_OUT'
  /** There is no episode on this connection: none was begun, or it went with an earlier one. */
  | 'RESET_NEEDED'
  /** What came is not what the protocol says. The connection was given up. */
  | 'BAD_REPLY'
  /** Sessions that were to be about one question do not show the same. */
  | 'GROUP_DIFFERS'
  /** `close` was called. */
  | 'CLIENT_CLOSED'

export class SqlEnvError extends Error {
  readonly code: ErrorCode | ClientErrorCode
  /** What is wrong with the message, for `VALIDATION_ERROR`. */
  readonly details: readonly ErrorDetail[]

  constructor(
    code: ErrorCode | ClientErrorCode,
    message: string,
    more: { readonly details?: readonly ErrorDetail[]; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'SqlEnvError'
    this.code = code
    this.details = more.details ?? []
  }
}
