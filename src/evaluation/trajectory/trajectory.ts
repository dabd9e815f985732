/** One episode as a line of a file: docs/trajectories.md says what each key means. */

import * as v from 'valibot'

import { OUTCOMES } from '../../episode/episode.ts'
import { STEP_BUDGET_MAX } from '../../episode/limits.ts'
import { ActionSchema } from '../../protocol/action.ts'
import type { WireAction } from '../../protocol/action.ts'
import type { WireReply } from '../../protocol/reply.ts'
import { ResetDataSchema } from '../../protocol/reset-options.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { EnvironmentSchema } from './environment-facts.ts'
import { KeptReplySchema, WholeReplySchema, toWholeReply } from './kept-reply.ts'

/** A change that an older reader would misread gets the next number. */
export const TRAJECTORY_FORMAT = 'sqlenv-trajectory/1'

const HashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'Expected 64 hexadecimal digits'))

export const TrajectorySchema = v.strictObject({
  format: v.literal(TRAJECTORY_FORMAT),
  question_id: v.nullable(v.string()),
  db_id: v.nullable(v.string()),
  /** Null when the episode was left. */
  outcome: v.nullable(v.picklist(OUTCOMES)),
  reward_total: v.number(),
  environment: EnvironmentSchema,
  /** The data sets that the question may be of, each with its checksum. */
  datasets: v.record(v.string(), v.string()),
  reset: ResetDataSchema,
  opening: v.strictObject({ reply: WholeReplySchema, hash: HashSchema }),
  steps: v.pipe(
    v.array(v.strictObject({ action: ActionSchema, reply: KeptReplySchema, hash: HashSchema })),
    v.maxLength(STEP_BUDGET_MAX, `Expected at most ${STEP_BUDGET_MAX} steps`),
  ),
})

export type Trajectory = v.InferOutput<typeof TrajectorySchema>

/** A request of the episode with the reply that was recorded, whole. */
export type RecordedExchange = {
  /** 0 is the reset. */
  readonly step: number
  readonly requestText: string
  readonly reply: WireReply
  readonly hash: string
}

/** The reset and each step, as they went over the socket. */
export function exchangesOf({ reset, opening, steps }: Trajectory): RecordedExchange[] {
  let reply: WireReply = opening.reply
  return [
    { step: 0, requestText: resetText(reset), reply, hash: opening.hash },
    ...steps.map(({ action, reply: kept, hash }, index) => {
      reply = toWholeReply(kept, reply)
      return { step: index + 1, requestText: stepText(action), reply, hash }
    }),
  ]
}

function resetText(data: WireResetData): string {
  return JSON.stringify({ type: 'reset', data })
}

function stepText(data: WireAction): string {
  return JSON.stringify({ type: 'step', data })
}

/** The frame in which a server sends `reply`. */
export function replyTextOf(reply: WireReply): string {
  return JSON.stringify({ type: 'observation', data: reply })
}

type Header = Pick<Trajectory, 'format' | 'environment' | 'datasets'>

/** What the hash chain begins with. */
export function headerOf({ format, environment, datasets }: Header): Header {
  return { format, environment, datasets }
}

type Sums = Pick<Trajectory, 'question_id' | 'db_id' | 'outcome' | 'reward_total'>

/** What a line says of its episode as a whole. @param replies - the reset's first */
export function sumsOf(replies: readonly WireReply[]): Sums {
  const metadata = replies.at(-1)?.metadata
  return {
    question_id: metadata?.question_id ?? null,
    db_id: metadata?.db_id ?? null,
    outcome: metadata?.outcome ?? null,
    reward_total: replies.reduce((sum, { reward }) => sum + (reward ?? 0), 0),
  }
}
