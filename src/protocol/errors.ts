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

/** Of a hundred wrong keys a client needs to see the first few. */
const DETAILS_MAX = 20

/** One thing that is wrong with a message, in the shape that FastAPI's clients know. */
export type ErrorDetail = {
  /** For programs: `missing`, `extra_forbidden`, `string_type`, … */
  readonly type: string
  /** The way to the value: keys and indexes. */
  readonly loc: readonly (string | number)[]
  /** For people. */
  readonly msg: string
  /** What came. */
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

/**
 * @param details - one or more, in the order of the fields; texts in them may be as long as the
 *   client sent them, and are cut here
 */
export function validationError(details: readonly ErrorDetail[]): EnvError {
  const told = details.slice(0, DETAILS_MAX).map(cutDetail)
  const reasons = told.map(({ loc, msg }) => [loc.join('.'), msg].filter(Boolean).join(': '))
  const message = cut(`Invalid message: ${reasons.join('; ')}`, 500)
  return new EnvError('VALIDATION_ERROR', message, { details: told })
}

/** @param msg - what there is too much of, in JSON that was not parsed */
export function tooMuchJson(msg: string, loc: readonly string[] = []): EnvError {
  return validationError([{ type: 'too_much_json', loc, msg, input: null }])
}

function cutDetail(detail: ErrorDetail): ErrorDetail {
  return {
    ...detail,
    loc: detail.loc.map((step) => (typeof step === 'string' ? cut(step, 200) : step)),
    msg: cut(detail.msg, 300),
    input: quoted(detail.input),
  }
}

/** The value as an error may repeat it: short, and no deeper than one level. */
function quoted(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, 200)
  if (Array.isArray(value)) return []
  if (typeof value !== 'object' || value === null) return value ?? null
  const entries = Object.entries(value).slice(0, 8)
  return Object.fromEntries(entries.map(([key, inner]) => [cut(key, 200), shallow(inner)]))
}

function shallow(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, 200)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? [] : {}
}

function cut(text: string, charsMax: number): string {
  return text.length > charsMax ? `${text.slice(0, charsMax)}…` : text
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
