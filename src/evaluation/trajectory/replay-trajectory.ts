/** Plays a trajectory again, and finds the first byte that is not as it was. */

import { connectSqlEnv } from '../../client/sqlenv-client.ts'
import type { SqlEnvClient } from '../../client/sqlenv-client.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { replyTextOf } from './trajectory.ts'
import type { RecordedExchange, Trajectory } from './trajectory.ts'

export type ReplayOutcome =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'different'
      /** 0 is the reset. */
      readonly step: number
      /** The path of the first value that differs, such as `observation.result`. */
      readonly field: string
      /** Both as JSON; `nothing` where there is no such key. */
      readonly recorded: string
      readonly replayed: string
    }
  /** The server refused a request, or went away. */
  | { readonly kind: 'not_played'; readonly step: number; readonly reason: string }

export type Replayer = {
  replay(trajectory: Trajectory, exchanges: readonly RecordedExchange[]): Promise<ReplayOutcome>
  close(): Promise<void>
}

/** One session at `url`. @throws {SqlEnvError} CONNECT_FAILED */
export async function connectReplayer(url: string): Promise<Replayer> {
  let replyText = ''
  const client = await connectSqlEnv(url, {
    connectAttemptsMax: 1,
    onExchange: (exchange) => {
      replyText = exchange.replyText
    },
  })
  return {
    async replay(trajectory, exchanges) {
      for (const exchange of exchanges) {
        const { step } = exchange
        try {
          await request(client, trajectory, step)
        } catch (error) {
          if (!(error instanceof SqlEnvError)) throw error
          return { kind: 'not_played', step, reason: reasonOf(error) }
        }
        const recordedText = replyTextOf(exchange.reply)
        if (replyText !== recordedText) {
          return { kind: 'different', step, ...firstDifference(recordedText, replyText) }
        }
      }
      return { kind: 'same' }
    },
    close: () => client.close(),
  }
}

async function request(client: SqlEnvClient, trajectory: Trajectory, step: number): Promise<void> {
  const action = trajectory.steps[step - 1]?.action
  if (action === undefined) await client.reset(sameQuestion(trajectory))
  else await client.step(action)
}

/** A reset that left the question to chance is made about the question that was drawn. */
function sameQuestion({ reset, opening }: Trajectory): WireResetData {
  const picks = [reset.seed, reset.question_id, reset.question_text, reset.index]
  if (picks.some((pick) => pick !== undefined && pick !== null)) return reset
  return { ...reset, question_id: opening.reply.metadata.question_id }
}

function reasonOf({ code, message, details }: SqlEnvError): string {
  const reasons = details.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
  return `${code}: ${reasons.length > 0 ? reasons.join('; ') : message}`
}

type Difference = { readonly field: string; readonly recorded: string; readonly replayed: string }

function firstDifference(recordedText: string, replayedText: string): Difference {
  const read = (text: string): unknown => (JSON.parse(text) as { data: unknown }).data
  return (
    differenceIn(read(recordedText), read(replayedText), '') ?? {
      field: 'the order or spelling of the JSON',
      recorded: recordedText,
      replayed: replayedText,
    }
  )
}

function differenceIn(recorded: unknown, replayed: unknown, field: string): Difference | undefined {
  if (!isObject(recorded) || !isObject(replayed)) {
    const [before, now] = [toText(recorded), toText(replayed)]
    return before === now ? undefined : { field, recorded: before, replayed: now }
  }
  const keys = new Set([...Object.keys(recorded), ...Object.keys(replayed)])
  for (const key of keys) {
    const path = field === '' ? key : `${field}.${key}`
    const difference = differenceIn(recorded[key], replayed[key], path)
    if (difference !== undefined) return difference
  }
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function toText(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
