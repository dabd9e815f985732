/** One episode of a policy, from reset to its end. */

import { setTimeout } from 'node:timers/promises'

import { SqlEnvError } from '../../client/sqlenv-error.ts'
import type { WireAction } from '../../protocol/action.ts'
import type { WireMetadata, WireReply } from '../../protocol/reply.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import type { NamedPolicy } from '../policies/policy-set.ts'
import { PolicyFault } from '../policies/policy-fault.ts'
import type { SeenStep } from '../policies/policy.ts'
import { addUsage } from '../policies/usage.ts'
import type { Usage } from '../policies/usage.ts'
import { createChance } from '../../schema-names/seeded-chance.ts'

/** Where episodes are played, one after another: a client, or an environment in this process. */
export type PlaySession = {
  /** Rejects when the fault is the server's: the episode is then not the policy's to answer for. */
  reset(data: WireResetData): Promise<WireReply>
  step(action: WireAction): Promise<WireReply>
  close(): Promise<void>
}

/** As the reset says which it is. */
type EpisodeQuestion = Pick<WireMetadata, 'question_id' | 'db_id' | 'split' | 'difficulty'>

export type PlayedEpisode = {
  readonly policy: NamedPolicy['name']
  /** From 0, in the order of drawing. */
  readonly place: number
  /** Null where the reset failed. */
  readonly question: EpisodeQuestion | null
  /** Null when it did not come to its end. */
  readonly outcome: WireMetadata['outcome']
  readonly reward: number
  readonly stepCount: number
  /** Why it did not come to its end. */
  readonly fault: Fault | null
  /** Of a policy that asks a model. */
  readonly usage?: Usage
}

type Fault = {
  /** The server's, the client's or the policy's error code; `POLICY_FAILED` when it just threw. */
  readonly code: string
  readonly message: string
}

export type PlayedBy = Pick<PlayedEpisode, 'place'> & {
  readonly policy: NamedPolicy
  /** How often the question was drawn before. */
  readonly round: number
  readonly seed: number
  readonly resetData: WireResetData
  readonly signal: AbortSignal
}

const STEP_RETRY_PAUSES_MS = [50, 250]

/** @returns undefined when it was broken off, and counts as not played */
export async function playEpisode(
  session: PlaySession,
  { policy, place, round, seed, resetData, signal }: PlayedBy,
): Promise<PlayedEpisode | undefined> {
  let question: EpisodeQuestion | null = null
  let reward = 0
  let usage: Usage | undefined
  const steps: SeenStep[] = []
  const ended = (outcome: PlayedEpisode['outcome'], fault: Fault | null): PlayedEpisode => {
    const counts = { reward, stepCount: steps.length, ...(usage && { usage }) }
    return { policy: policy.name, place, question, outcome, fault, ...counts }
  }
  try {
    const { observation: start, metadata: facts } = await session.reset(resetData)
    question = questionOf(facts)
    const onUsage = (more: Usage) => (usage = usage ? addUsage(usage, more) : more)
    const next = policy.forEpisode(facts, { place, signal, onUsage })
    // Of the question, not of its place: what else is drawn changes no episode.
    const chances = `${policy.name} ${seed} ${facts.question_id} ${round}`
    for (;;) {
      if (signal.aborted) return undefined
      const chance = createChance(`${chances} ${steps.length}`)
      const action = await next({ start, steps }, chance)
      const reply = await stepOf(session, action)
      steps.push({ action, observation: reply.observation })
      reward += reply.reward ?? 0
      if (reply.done) return ended(reply.metadata.outcome, null)
    }
  } catch (error) {
    if (signal.aborted) return undefined
    return ended(null, toFault(error))
  }
}

/** A step that met a fault of the server has changed nothing, and is sent again a few times. */
async function stepOf(session: PlaySession, action: WireAction): Promise<WireReply> {
  for (const pauseMs of STEP_RETRY_PAUSES_MS) {
    try {
      return await session.step(action)
    } catch (error) {
      if (!(error instanceof SqlEnvError) || error.code !== 'EXECUTION_ERROR') throw error
      await setTimeout(pauseMs)
    }
  }
  return session.step(action)
}

function questionOf({ question_id, db_id, split, difficulty }: WireMetadata): EpisodeQuestion {
  return { question_id, db_id, split, difficulty }
}

function toFault(error: unknown): Fault {
  const isCoded = error instanceof SqlEnvError || error instanceof PolicyFault
  const code = isCoded ? error.code : 'POLICY_FAILED'
  return { code, message: error instanceof Error ? error.message : String(error) }
}
