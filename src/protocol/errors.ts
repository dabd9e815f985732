/** What a client did wrong, or what went wrong here, with the code that OpenEnv gives it. */

/** The codes of a socket's `error` frame. Every other failure is `EXECUTION_ERROR`. */
export const ERROR_CODES = [
  'INVALID_JSON',
  'UNKNOWN_TYPE',
  'VALIDATION_ERROR',
  'EXECUTION_ERROR',
  'CAPACITY_REACHED',
  'FACTORY_ERROR',
  'SESSION_ERROR',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** After these the server closes the socket with 1000; after the others it goes on. */
const CLOSING_CODES: ReadonlySet<ErrorCode> = new Set([
  'CAPACITY_REACHED',
  'FACTORY_ERROR',
  'SESSION_ERROR',
])

/** Clients show the message alone, so it says what is wrong, but not without end. */
const MESSAGE_CHARS_MAX = 500

/** One thing that is wrong with a message, in the shape that FastAPI's clients know. */
export type ErrorDetail = {
  /** For programs: `missing`, `extra_forbidden`, `string_type`, … */
  readonly type: string
  /** The way to the value: keys and indexes. */
  readonly loc: readonly (string | number)[]
  /** For people. */
  readonly msg: string
  /** What came, cut short. */
  readonly input: unknown
  readonly ctx?: Readonly<Record<string, unknown>>
}

/** A failure that a client is told of by code. Anything else that is thrown is ours, and hidden. */
export class EnvError extends Error {
  readonly code: ErrorCode
  /** Present for `VALIDATION_ERROR`. */
  readonly details: readonly ErrorDetail[]
  /** Further keys of the socket's error frame. */
  readonly facts: Readonly<Record<string, string | number>>

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      readonly details?: readonly ErrorDetail[]
      readonly facts?: Readonly<Record<string, string | number>>
      readonly cause?: unknown
    } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'EnvError'
    this.code = code
    this.details = more.details ?? []
    this.facts = more.facts ?? {}
  }

  get closesSocket(): boolean {
    return CLOSING_CODES.has(this.code)
  }
}

/** @param details - one or more, in the order of the fields; the message names them too */
export function validationError(details: readonly ErrorDetail[]): EnvError {
  const reasons = details.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
  const message = `Invalid message: ${reasons.join('; ')}`
  return new EnvError('VALIDATION_ERROR', message.slice(0, MESSAGE_CHARS_MAX), { details })
}

/** The failure as a client may know it: what is not an `EnvError` is told without its text. */
export function toEnvError(error: unknown): EnvError {
  if (error instanceof EnvError) return error
  return new EnvError(
    'EXECUTION_ERROR',
    'The environment could not do this. The episode is as it was; the step can be sent again.',
    { cause: error },
  )
}
