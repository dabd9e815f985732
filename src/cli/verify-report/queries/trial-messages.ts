/** What the report asks a process to try, and what comes back. */

import type { QuestionTrials } from './database-trials.ts'

export type TrialRequest = {
  readonly dataDir: string
  readonly dataset: string
  readonly databaseId: string
  /** Of this database, none of them unfit. */
  readonly questionIds: readonly string[]
  /** Rewrites are tried of these. */
  readonly sampledIds: readonly string[]
  readonly seed: number
}

export type TrialReply =
  | { readonly kind: 'tried'; readonly questionId: string; readonly trials: QuestionTrials }
  /** @param note - why nothing was tried; empty where it was */
  | { readonly kind: 'done'; readonly note: string }
  /** In one line. */
  | { readonly kind: 'failed'; readonly message: string }
