/** What the benchmark says to its load generators, and they to it. */

export type LoadCommand =
  | ({ readonly kind: 'open' } & OpenOptions)
  /** Every session sends one frame, all at once, and waits for its reply. */
  | { readonly kind: 'exchange'; readonly what: 'reset' | 'step' }
  /** Every session plays episodes, one step after the other, until `stop`. */
  | { readonly kind: 'play'; readonly pauseMs: number }
  /** What was measured so far is forgotten: the servers are warm. */
  | { readonly kind: 'mark' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'close' }

export type OpenOptions = {
  /** Of the socket. */
  readonly url: string
  /** A file with the scripts as JSON. */
  readonly scriptsFile: string
  /** Whether no QUERY is sent twice: each gets a comment of its own. */
  readonly areQueriesNew: boolean
  readonly sessionCount: number
  /** Sessions of other generators before these: each session begins with another script. */
  readonly firstSession: number
  /** Handshakes at one time. */
  readonly openingMax: number
  /** An address of this machine; many connections from one address run out of ports. */
  readonly sourceAddress: string
}

/** How often each kind of failure occurred. */
export type FailureCounts = Readonly<Record<string, number>>

export type LoadReply =
  | { readonly kind: 'done' }
  | ({ readonly kind: 'timed' } & Timed)
  | ({ readonly kind: 'played' } & Played)

/** One number for each session that got through, in milliseconds. */
export type Timed = { readonly latenciesMs: Float64Array; readonly failures: FailureCounts }

export type Played = {
  /** Of every step answered since `mark`. */
  readonly latenciesMs: Float64Array
  /** From `mark` to `stop`. */
  readonly windowMs: number
  readonly resetCount: number
  readonly failures: FailureCounts
}
