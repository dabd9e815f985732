/** What `play_episodes.py` prints. */

import type { WireReply, WireState } from '../../src/protocol/reply.ts'

export type EpisodeReport = {
  readonly question_id: string
  readonly reset: WireReply
  readonly state_at_start: WireState
  readonly steps: readonly WireReply[]
  readonly state_at_end: WireState
}

/** The one or the other. */
type Attempt = {
  readonly reply?: WireReply
  readonly raised?: string
  readonly message?: string
}

export type Report = {
  readonly openenv: string
  readonly async_episodes: readonly EpisodeReport[]
  readonly sync_episodes: readonly EpisodeReport[]
  readonly plain_with_episode: EpisodeReport
  readonly episodes_at_once: readonly EpisodeReport[]
  readonly seeds: { readonly [draw in 'one' | 'again' | 'other']: readonly WireReply[] }
  readonly mistakes: {
    readonly before_reset: Attempt
    readonly state_before_reset: WireState
    readonly refused: Readonly<Record<string, Attempt & { readonly state: WireState }>>
    readonly unknown_word: Attempt
    readonly with_metadata: Attempt
    readonly answered: Attempt
    readonly after_done: Attempt
    readonly state_after_done: WireState
  }
  readonly ends: { readonly wrong: WireReply; readonly out_of_budget: WireReply }
  readonly sessions: {
    readonly states: readonly { readonly first: WireState; readonly second: WireState }[]
    readonly first_steps: readonly WireReply[]
    readonly second_steps: readonly WireReply[]
    readonly state_of_first: WireState
  }
}
