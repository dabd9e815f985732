/** One agent's environment: it holds the episode between resets and steps. */

import { selectQuestion } from '../questions/bank.ts'
import type { Selection, SelectionField } from '../questions/bank.ts'
import { variantDatabaseId } from '../questions/siblings.ts'
import type { Split } from '../questions/question.ts'
import type { RewardProfileName } from '../reward/profiles.ts'
import { LEVELLED_BYTES_MAX } from '../schema-names/levels.ts'
import type { SchemaLevel } from '../schema-names/levels.ts'
import type { QueryRunner } from '../sql/query.ts'
import type { Grading } from '../verify/grade-answer.ts'
import type { Action } from './action.ts'
import { beginEpisode } from './begin-episode.ts'
import type { EpisodeWorld } from './begin-episode.ts'
import { creditOf } from './credit.ts'
import type { SettledStep } from './credit.ts'
import { startEpisode } from './episode.ts'
import type { Episode } from './episode.ts'
import { REPLY_BEFORE_RESET, replyToReset, withCredit } from './reply.ts'
import type { Reply } from './reply.ts'
import { hasEvidence } from './evidence.ts'
import { planStep, settleAnswer, settleStep } from './step.ts'

/** What an environment needs of the world around it; shared by all environments of a server. */
export type EnvironmentPorts = EpisodeWorld & {
  readonly queries: QueryRunner
  /** A new integer from 0 to 2^53 − 1 at each call: draws where the client gives no seed. */
  readonly randomSeed: () => number
  /** Steps that an episode allows where the reset does not say; from 1 to 100. */
  readonly stepBudget: number
}

/** What a reset may ask for; values are in range, names may be unknown. */
export type ResetOptions = Selection & {
  readonly seed?: number | undefined
  readonly episodeId?: string | undefined
  readonly stepBudget?: number | undefined
  readonly rewardProfile?: RewardProfileName | undefined
  readonly grading?: Grading | undefined
  readonly givesCredit?: boolean | undefined
  readonly schemaLevel?: SchemaLevel | undefined
}

type ResetResult =
  | { readonly kind: 'started'; readonly reply: Reply }
  /** No question fits; the episode before, if there was one, goes on. */
  | { readonly kind: 'refused'; readonly field: RefusedField; readonly message: string }

type RefusedField = SelectionField | 'schemaLevel'

/** Null and 0 before the first reset. */
export type EpisodeState = {
  readonly episodeId: string | null
  readonly stepCount: number
  readonly questionId: string | null
  readonly databaseId: string | null
  readonly split: Split | null
  readonly budgetRemaining: number
  readonly isDone: boolean
}

/** Calls must not overlap: who shares an environment queues them. */
export type Environment = {
  reset(options: ResetOptions): ResetResult
  /** What the latest reset has shown; null before the first. */
  opening(): Reply | null
  /** Rejects when the fault is ours; the episode is then as it was. */
  step(action: Action): Promise<Reply>
  state(): EpisodeState
}

/** Where an environment's episode outlives it: in a runtime that forgets what rests. */
export type EpisodeMemory = {
  /** The episode that goes on; absent where there is none yet. */
  readonly episode?: Episode | undefined
  /**
   * Is given the episode after each reset and step, before anybody hears of it.
   * @throws when it cannot be kept: the episode is then as it was
   */
  readonly keep: (episode: Episode) => void
}

/**
 * One session's place to play: it has no episode before its first reset, and one at a time after
 * it.
 *
 * @param memory - holds the episode that it goes on with, and is given each later one; without it
 *   the episode is kept here only
 */
export function createEnvironment(ports: EnvironmentPorts, memory?: EpisodeMemory): Environment {
  let episode = memory?.episode
  const turn = {}

  function goOnWith(next: Episode): void {
    if (next !== episode) memory?.keep(next)
    episode = next
  }

  async function take(before: Episode, action: Action): Promise<SettledStep> {
    const plan = planStep(before, action)
    switch (plan.kind) {
      case 'settled':
        return plan.step
      case 'query': {
        const { databaseId, sql, limits, siblingId } = plan
        const outcome = await ports.queries.run(databaseId, sql, limits, turn, siblingId)
        return { ...settleStep(before, action, outcome), outcome }
      }
      case 'evidence':
        return settleAnswer(before, action, await hasEvidence(before, ports.queries, turn))
    }
  }

  return {
    reset(options) {
      const selected = selectQuestion(ports.bank, options, options.seed ?? ports.randomSeed())
      if (selected.kind === 'refused') return selected
      const { dataset, question } = selected
      const { variant = 0, schemaLevel = 'original' } = options
      const shipped = ports.schemaOf(variantDatabaseId(dataset, question.databaseId, variant))
      if (schemaLevel !== 'original' && (shipped?.byteCount ?? 0) > LEVELLED_BYTES_MAX) {
        const message = `Database ${question.databaseId} is too large for other names than its own`
        return { kind: 'refused', field: 'schemaLevel', message }
      }
      const begun = beginEpisode(ports, {
        questionId: question.questionId,
        variant,
        schemaLevel,
        episodeId: options.episodeId ?? null,
        stepBudget: options.stepBudget ?? ports.stepBudget,
        rewardProfile: options.rewardProfile ?? 'default',
        grading: options.grading ?? 'strict',
        givesCredit: options.givesCredit ?? false,
      })
      goOnWith(begun)
      return { kind: 'started', reply: replyToReset(begun) }
    },

    opening: () => (episode === undefined ? null : replyToReset(startEpisode(episode))),

    async step(action) {
      if (episode === undefined) return REPLY_BEFORE_RESET
      const before = episode
      const step = await take(before, action)
      const reply = before.givesCredit
        ? withCredit(step.reply, await creditOf(before, action, step, ports.queries, turn))
        : step.reply
      goOnWith(step.episode)
      return reply
    },

    state: () => stateOf(episode),
  }
}

function stateOf(episode: Episode | undefined): EpisodeState {
  return {
    episodeId: episode?.episodeId ?? null,
    stepCount: episode?.stepCount ?? 0,
    questionId: episode?.question.questionId ?? null,
    databaseId: episode?.question.databaseId ?? null,
    split: episode?.question.split ?? null,
    budgetRemaining: episode === undefined ? 0 : episode.stepBudget - episode.stepCount,
    isDone: episode !== undefined && episode.outcome !== null,
  }
}
