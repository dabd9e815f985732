/** `episodes.jsonl`: one line for each episode that was played, with what is counted of it. */

import * as v from 'valibot'

import { OUTCOMES } from '../../episode/episode.ts'
import { DIFFICULTIES, SPLITS } from '../../questions/question.ts'
import { ALL_POLICY_NAMES } from '../policies/policy-set.ts'
import type { Usage } from '../policies/usage.ts'
import type { PlayedEpisode } from '../runner/play-episode.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

const UsageSchema = v.object({
  requests: Count,
  retries: Count,
  prompt_tokens: v.nullable(Count),
  completion_tokens: v.nullable(Count),
  cost: v.nullable(v.pipe(v.number(), v.minValue(0))),
})

const EpisodeLineSchema = v.object({
  policy: v.picklist(ALL_POLICY_NAMES),
  place: Count,
  question_id: v.nullable(v.string()),
  db_id: v.nullable(v.string()),
  split: v.nullable(v.picklist(SPLITS)),
  difficulty: v.nullable(v.picklist(DIFFICULTIES)),
  outcome: v.nullable(v.picklist(OUTCOMES)),
  reward: v.number(),
  steps: Count,
  fault: v.nullable(v.object({ code: v.string(), message: v.string() })),
  /** Where the policy asked a model. */
  usage: v.exactOptional(UsageSchema),
  /** Where `trajectories.jsonl` ended, in bytes, when this episode was in it. */
  trajectories_end: Count,
})

/**
 * @param trajectoriesEnd - where `trajectories.jsonl` ends with this episode in it, in bytes
 * @returns a line of `episodes.jsonl`, without its line break
 */
export function toEpisodeLine(episode: PlayedEpisode, trajectoriesEnd: number): string {
  const { policy, place, question, outcome, reward, stepCount, fault, usage } = episode
  const line: v.InferOutput<typeof EpisodeLineSchema> = {
    policy,
    place,
    question_id: question?.question_id ?? null,
    db_id: question?.db_id ?? null,
    split: question?.split ?? null,
    difficulty: question?.difficulty ?? null,
    outcome,
    reward,
    steps: stepCount,
    fault,
    ...(usage && { usage: toWireUsage(usage) }),
    trajectories_end: trajectoriesEnd,
  }
  return JSON.stringify(line)
}

export type ReadEpisode = {
  readonly episode: PlayedEpisode
  readonly trajectoriesEnd: number
}

/** @throws {RangeError} that says what is wrong with the line */
export function parseEpisodeLine(line: string): ReadEpisode {
  let input: unknown
  try {
    input = JSON.parse(line)
  } catch {
    throw new RangeError('it is not JSON')
  }
  const result = v.safeParse(EpisodeLineSchema, input)
  if (!result.success) {
    const [issue] = result.issues
    throw new RangeError(`${v.getDotPath(issue) ?? 'the line'}: ${issue.message}`)
  }
  const { question_id, db_id, split, difficulty, steps, usage, trajectories_end, ...rest } =
    result.output
  const question = question_id === null ? null : { question_id, db_id, split, difficulty }
  return {
    episode: { ...rest, question, stepCount: steps, ...(usage && { usage: toUsage(usage) }) },
    trajectoriesEnd: trajectories_end,
  }
}

type WireUsage = v.InferOutput<typeof UsageSchema>

function toWireUsage({ requestCount, retryCount, ...usage }: Usage): WireUsage {
  return {
    requests: requestCount,
    retries: retryCount,
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    cost: usage.cost,
  }
}

function toUsage({ requests, retries, ...usage }: WireUsage): Usage {
  return {
    requestCount: requests,
    retryCount: retries,
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
    cost: usage.cost,
  }
}
