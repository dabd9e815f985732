/** An episode as the report shows it: what was asked, each step, and what came of it. */

import type { PlayedEpisode } from '../../runner/play-episode.ts'
import { exchangesOf } from '../../trajectory/trajectory.ts'
import type { Trajectory } from '../../trajectory/trajectory.ts'

/** Characters of a result or an argument that are shown; `trajectories.jsonl` has all. */
const SHOWN_CHARS_MAX = 4000

/** As the page's script reads it. */
export type BrowsedEpisode = {
  readonly policy: string
  readonly questionId: string
  readonly databaseId: string
  readonly difficulty: string
  /** `solved`, `wrong`, `out_of_budget`, or the code of the fault that ended it. */
  readonly end: string
  readonly reward: number
  readonly question: string
  readonly tables: string
  /** What was wrong; empty where it came to its end. */
  readonly fault: string
  readonly steps: readonly BrowsedStep[]
}

export type BrowsedStep = {
  readonly actionType: string
  readonly argument: string
  readonly result: string
  readonly error: string
  readonly reward: number
  /** `execution +0.02, step_cost −0.02` */
  readonly terms: string
}

/**
 * @param trajectory - of the same episode
 * @returns long texts cut, with how long they were; empty texts for what a fault left unknown
 */
export function toBrowsedEpisode(episode: PlayedEpisode, trajectory: Trajectory): BrowsedEpisode {
  const { policy, question, outcome, reward, fault } = episode
  const [opening, ...steps] = exchangesOf(trajectory)
  const start = opening?.reply.observation
  return {
    policy,
    questionId: question?.question_id ?? '',
    databaseId: question?.db_id ?? '',
    difficulty: question?.difficulty ?? '',
    end: fault?.code ?? outcome ?? '',
    reward,
    question: start?.question ?? '',
    tables: start?.schema_info ?? '',
    fault: fault?.message ?? '',
    steps: steps.map(({ reply }, index) => {
      const action = trajectory.steps[index]?.action
      return {
        actionType: action?.action_type ?? '',
        argument: toShown(action?.argument ?? ''),
        result: toShown(reply.observation.result),
        error: toShown(reply.observation.error),
        reward: reply.reward ?? 0,
        terms: Object.entries(reply.metadata.reward_terms)
          .map(([term, value]) => `${term} ${signedText(value ?? 0)}`)
          .join(', '),
      }
    }),
  }
}

function toShown(text: string): string {
  if (text.length <= SHOWN_CHARS_MAX) return text
  return `${text.slice(0, SHOWN_CHARS_MAX)} … (${text.length} characters, cut here)`
}

function signedText(value: number): string {
  return value < 0 ? `−${Math.abs(value).toFixed(3)}` : `+${value.toFixed(3)}`
}
