/** An episode as a rollout of TRL's GRPOTrainer has it: clients/python/trl.py writes the same texts. */

import type { Outcome } from '../../episode/episode.ts'
import type { WireObservation, WireReply } from '../../protocol/reply.ts'
import { exchangesOf } from '../trajectory/trajectory.ts'
import type { Trajectory } from '../trajectory/trajectory.ts'
import { trainerCallOf } from './trainer-tools.ts'
import type { TrainerCall } from './trainer-tools.ts'

/** What `load_tasks` of the Python client has in the `prompt` of each row, as the user's message. */
export const DEFAULT_PROMPT = 'Answer the question about the database with the tools.'

/** Said after the end: a model that calls a tool there is charged for it. */
export const LAST_WORDS = 'Done.'

/** What stands in the rows' `prompt` before the environment says anything. */
export type RowPrompt = {
  /** Empty where rows have no such message. */
  readonly systemPrompt: string
  /** Of the user's message, before the question; empty where rows have none. */
  readonly prompt: string
}

export type Rollout = {
  readonly trajectory: Trajectory
  readonly outcome: Outcome
  /** The system's message; empty for none. */
  readonly systemText: string
  /** The user's message: the prompt, and what reset has shown. */
  readonly userText: string
  readonly turns: readonly Turn[]
}

export type Turn = TrainerCall & {
  readonly argument: string
  /** What the model reads as the call's result. */
  readonly resultText: string
  readonly reply: WireReply
}

/**
 * Half a surrogate pair, which JSON can hold and no reader of UTF-8 takes, becomes U+FFFD.
 * @returns undefined where the episode has no end, or a step that no tool makes
 */
export function toRollout(
  trajectory: Trajectory,
  { systemPrompt, prompt }: RowPrompt,
): Rollout | undefined {
  const { outcome, steps } = trajectory
  const [opening, ...exchanges] = exchangesOf(trajectory)
  const turns = exchanges.flatMap(({ reply }, index) => {
    const action = steps[index]?.action
    const call = trainerCallOf(action?.action_type ?? '')
    if (action === undefined || call === undefined) return []
    const argument = action.argument.toWellFormed()
    return [{ ...call, argument, resultText: resultTextOf(reply).toWellFormed(), reply }]
  })
  if (outcome === null || opening === undefined || turns.length < steps.length) return undefined
  const userText = [prompt, openingText(opening.reply.observation)].filter((text) => text !== '')
  return {
    trajectory,
    outcome,
    systemText: systemPrompt.toWellFormed(),
    userText: userText.join('\n\n').toWellFormed(),
    turns,
  }
}

/** The call's arguments as JSON, in the spelling in which chat templates write it. */
export function argumentsText({ parameter, argument }: Turn): string {
  return `{${JSON.stringify(parameter)}: ${JSON.stringify(argument)}}`
}

/** What a row says of its episode, beside what was said. */
export function factsOf({ trajectory, outcome }: Rollout) {
  const { question_id, db_id, split, difficulty } = trajectory.opening.reply.metadata
  return { question_id, db_id, split, difficulty, outcome, reward_total: trajectory.reward_total }
}

/** The same of a whole conversation, so that those with an error can be told. */
export function conversationFactsOf(rollout: Rollout) {
  const { turns } = rollout
  const errors = turns.filter(({ reply }) => reply.observation.error !== '')
  return { ...factsOf(rollout), step_count: turns.length, error_count: errors.length }
}

function openingText({ question, schema_info, budget_remaining }: WireObservation): string {
  return (
    `Question: ${question}\n${schema_info}\n` +
    `Steps: at most ${budget_remaining}; answer with the last at the latest.`
  )
}

function resultTextOf({ observation, done }: WireReply): string {
  const text = observation.error === '' ? observation.result : observation.error
  if (done) return `${text}\nThe episode is over.`.trimStart()
  const { budget_remaining: left } = observation
  return `${text}\n(${left} ${left === 1 ? 'step' : 'steps'} left)`
}
