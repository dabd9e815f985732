/** What an episode may take and show. Every number is a setting with a default and a bound. */

export type EpisodeLimits = {
  /** UTF-8 bytes of an action's argument. */
  readonly argumentBytesMax: number
  /** Rows of a result that an agent sees. */
  readonly resultRowsMax: number
  /** Bytes of a result's text, as JSON has them. */
  readonly resultBytesMax: number
  /** Characters of one cell or column name that an agent sees. */
  readonly cellCharsMax: number
  readonly sampleRows: number
  /** From the start of a query's execution. */
  readonly queryTimeoutMs: number
}

/** Bytes of `schema_info`, as JSON has them. With the other limits no reply exceeds 256 KiB. */
export const SCHEMA_INFO_BYTES_MAX = 48 * 1024

/** Bytes of a question's or an error's text, as JSON has them. */
export const MESSAGE_BYTES_MAX = 8 * 1024

/** Characters of an argument that `action_history` keeps. */
export const HISTORY_ARGUMENT_CHARS_MAX = 200

/** Bytes of cells that a query may bring into the server, whatever is shown of them. */
export const QUERY_BYTES_MAX = 1024 * 1024

/** Queries that evidence grading looks at: those that an agent made last. */
export const EVIDENCE_QUERIES_MAX = 5

export const STEP_BUDGET_MAX = 100
export const STEP_BUDGET_DEFAULT = 15
