/** What a reset or a step answers: the agent's observation, and the trainer's channel beside it. */

import type { Difficulty, Split } from '../questions/question.ts'
import type { Credit } from '../reward/credit/spread-terms.ts'
import { sumTerms } from '../reward/terms.ts'
import type { RewardTerms } from '../reward/terms.ts'
import { cutToJsonBytes } from './cut-text.ts'
import type { Episode, Outcome } from './episode.ts'
import { MESSAGE_BYTES_MAX } from './limits.ts'

/** All that the agent sees. Texts are empty when there is nothing to say. */
type Observation = {
  readonly question: string
  readonly schemaInfo: string
  readonly result: string
  readonly error: string
  readonly stepCount: number
  readonly budgetRemaining: number
  readonly actionHistory: readonly string[]
}

export const QUERY_CODES = ['ok', 'refused', 'failed', 'timed_out', 'too_large'] as const

/** How a QUERY went. */
export type QueryReport = {
  /** Rows of the result, counted up to 1,000. */
  readonly rows: number
  /** True when the agent did not see all of them. */
  readonly truncated: boolean
  readonly code: (typeof QUERY_CODES)[number]
}

/** The trainer's channel. No gold, no clock, no random id. */
type ReplyMetadata = {
  readonly questionId: string | null
  readonly databaseId: string | null
  readonly split: Split | null
  readonly difficulty: Difficulty | null
  readonly outcome: Outcome | null
  readonly rewardTerms: RewardTerms
  /** Null when the step was no QUERY. */
  readonly query: QueryReport | null
  /** What parts of the argument have earned; absent where the reset did not ask for it. */
  readonly credit?: readonly Credit[]
}

export type Reply = {
  readonly observation: Observation
  /** Null after reset only; else the sum of the terms. */
  readonly reward: number | null
  readonly isDone: boolean
  readonly metadata: ReplyMetadata
}

/** What a step has to say for itself; everything else stands in the episode. */
export type StepNews = {
  readonly result: string
  readonly error: string
  readonly rewardTerms: RewardTerms
  readonly query: QueryReport | null
}

export function replyToReset(episode: Episode): Reply {
  const news: StepNews = { result: '', error: '', rewardTerms: {}, query: null }
  return { ...replyToStep(episode, news), reward: null }
}

/** @param episode - as it is after the step */
export function replyToStep(episode: Episode, news: StepNews): Reply {
  const { question } = episode
  return {
    observation: {
      question: cutToJsonBytes(question.questionText, MESSAGE_BYTES_MAX),
      schemaInfo: episode.schemaInfo,
      result: news.result,
      error: cutToJsonBytes(news.error, MESSAGE_BYTES_MAX),
      stepCount: episode.stepCount,
      budgetRemaining: episode.stepBudget - episode.stepCount,
      actionHistory: episode.actionHistory,
    },
    reward: sumTerms(news.rewardTerms),
    isDone: episode.outcome !== null,
    metadata: {
      questionId: question.questionId,
      databaseId: question.databaseId,
      split: question.split,
      difficulty: question.difficulty,
      outcome: episode.outcome,
      rewardTerms: news.rewardTerms,
      query: news.query,
      ...(episode.givesCredit && { credit: [] }),
    },
  }
}

export function withCredit(reply: Reply, credit: readonly Credit[]): Reply {
  return { ...reply, metadata: { ...reply.metadata, credit } }
}

/** A step before the first reset: nothing counts, and the error says what to do. */
export const REPLY_BEFORE_RESET: Reply = {
  observation: {
    question: '',
    schemaInfo: '',
    result: '',
    error: 'There is no episode yet. Send a reset first.',
    stepCount: 0,
    budgetRemaining: 0,
    actionHistory: [],
  },
  reward: 0,
  isDone: false,
  metadata: {
    questionId: null,
    databaseId: null,
    split: null,
    difficulty: null,
    outcome: null,
    rewardTerms: {},
    query: null,
  },
}
