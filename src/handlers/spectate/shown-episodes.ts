/** The episodes that spectators may watch: the latest ones of a server, as far as they have come. */

import type { Action } from '../../episode/action.ts'
import type { WireReply } from '../../protocol/reply.ts'
import type { ShownStep, ShownSummary } from '../../protocol/spectate.ts'

/** Episodes that are shown; beyond it the one without a step for longest goes. */
export const SHOWN_EPISODES_MAX = 64

/** Characters of arguments and results kept of one episode; its first steps go beyond it. */
const EPISODE_CHARS_MAX = 256 * 1024

/** In the place of how the answer was read. */
const NOT_SHOWN = {
  solved: 'Correct. Spectators are not shown the answer.',
  wrong: 'It does not count. Spectators are not shown the answer.',
} as const

export type ShownEpisode = {
  readonly number: number
  /** What the reset answered. */
  readonly opening: WireReply
  readonly steps: readonly ShownStep[]
  /** Steps before those, which are not kept. */
  readonly stepsLeftOut: number
  readonly summary: ShownSummary
}

export type EpisodeRecorder = {
  step(action: Action, reply: WireReply): void
  /** Another episode is played in its place. One without a step is not shown any more. */
  leave(): void
}

/** What spectators are not told of an episode. */
type HiddenFacts = {
  /** Whether an answer may be right and not count: no answer is shown then. */
  readonly looksForEvidence: boolean
  readonly sessionId: string | null
}

export type ShownEpisodes = {
  /** @param opening - what the reset answered */
  begin(opening: WireReply, facts: HiddenFacts): EpisodeRecorder
  /** Nobody plays on in that session. */
  leaveSession(sessionId: string): void
  /** The latest first. */
  list(): ShownSummary[]
  find(number: number): ShownEpisode | undefined
  /**
   * Calls back after every change, until the function that it returns is called.
   * @param step - absent when an episode began, was left, or is shown no more
   */
  watch(onChange: (number: number, step?: ShownStep) => void): () => void
}

type Kept = {
  -readonly [Key in keyof ShownEpisode]: ShownEpisode[Key]
} & { steps: ShownStep[]; chars: number } & HiddenFacts

export function createShownEpisodes(): ShownEpisodes {
  // In the order of their latest steps.
  const shown = new Map<number, Kept>()
  const watchers = new Set<(number: number, step?: ShownStep) => void>()
  let count = 0

  function tell(number: number, step?: ShownStep): void {
    for (const onChange of watchers) onChange(number, step)
  }

  function record(episode: Kept, action: Action, reply: WireReply): void {
    // After its end an episode stays as it is.
    if (episode.summary.done) return
    const step = toShownStep(action, reply, episode.looksForEvidence)
    episode.steps.push(step)
    episode.chars += charsOf(step)
    while (episode.chars > EPISODE_CHARS_MAX && episode.steps.length > 1) {
      const [first] = episode.steps.splice(0, 1)
      if (first !== undefined) episode.chars -= charsOf(first)
      episode.stepsLeftOut += 1
    }
    const rewardTotal = episode.summary.reward_total + (reply.reward ?? 0)
    episode.summary = toSummary(episode.number, reply, rewardTotal)
    show(episode)
    tell(episode.number, step)
  }

  function leave(episode: Kept): void {
    if (episode.summary.done) return
    episode.summary = { ...episode.summary, done: true }
    if (episode.steps.length === 0) shown.delete(episode.number)
    tell(episode.number)
  }

  function show(episode: Kept): void {
    shown.delete(episode.number)
    shown.set(episode.number, episode)
    const [oldest] = shown.keys()
    if (shown.size <= SHOWN_EPISODES_MAX || oldest === undefined) return
    shown.delete(oldest)
    tell(oldest)
  }

  return {
    begin(opening, facts) {
      count += 1
      const number = count
      const summary = toSummary(number, opening, 0)
      const episode: Kept = {
        number,
        opening,
        steps: [],
        stepsLeftOut: 0,
        summary,
        chars: 0,
        ...facts,
      }
      show(episode)
      tell(number)
      return {
        step: (action, reply) => record(episode, action, reply),
        leave: () => leave(episode),
      }
    },
    leaveSession(sessionId) {
      for (const episode of shown.values()) {
        if (episode.sessionId === sessionId) leave(episode)
      }
    },
    list: () => [...shown.values()].map(({ summary }) => summary).toReversed(),
    find: (number) => shown.get(number),
    watch(onChange) {
      watchers.add(onChange)
      return () => watchers.delete(onChange)
    },
  }
}

function toShownStep(action: Action, reply: WireReply, looksForEvidence: boolean): ShownStep {
  const { actionType: action_type, argument } = action
  const { observation, metadata } = reply
  const { outcome } = metadata
  const mayBeRight = outcome === 'solved' || (outcome === 'wrong' && looksForEvidence)
  if (!mayBeRight) return { action_type, argument, reply }
  const history = [...observation.action_history.slice(0, -1), 'ANSWER']
  return {
    action_type,
    argument: null,
    reply: {
      ...reply,
      observation: { ...observation, action_history: history, result: NOT_SHOWN[outcome] },
    },
  }
}

function toSummary(number: number, reply: WireReply, rewardTotal: number): ShownSummary {
  const { observation, metadata } = reply
  return {
    number,
    question: observation.question,
    question_id: metadata.question_id,
    db_id: metadata.db_id,
    difficulty: metadata.difficulty,
    step_count: observation.step_count,
    budget_remaining: observation.budget_remaining,
    reward_total: rewardTotal,
    done: reply.done,
    outcome: metadata.outcome,
  }
}

function charsOf({ argument, reply: { observation } }: ShownStep): number {
  const { result, error, question, action_history } = observation
  const history = action_history.reduce((sum, text) => sum + text.length, 0)
  return (argument ?? '').length + result.length + error.length + question.length + history
}
