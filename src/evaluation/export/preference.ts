/** Pairs for TRL's DPOTrainer: the best and the worst that was played from one opening. */

import { callMessage, openingMessages, turnMessages } from './chat-messages.ts'
import type { ChatMessage } from './chat-messages.ts'
import { factsOf } from './rollout.ts'
import type { Rollout, Turn } from './rollout.ts'
import { toJsonLine } from './row-writer.ts'
import type { RowWriter } from './row-writer.ts'
import { TRAINER_TOOLS_TEXT } from './trainer-tools.ts'

/** Rewards are sums of doubles; what differs by less is the same. */
const REWARD_TOLERANCE = 1e-9

type Extremes = { readonly best: Rollout; readonly worst: Rollout }

/** Holds two rollouts for each opening, however many are added, in whatever order. */
export function preferenceWriter(): RowWriter {
  const byOpening = new Map<string, Extremes>()
  return {
    add(rollout) {
      const key = openingKey(rollout)
      const { best, worst } = byOpening.get(key) ?? { best: rollout, worst: rollout }
      byOpening.set(key, {
        best: compare(rollout, best) > 0 ? rollout : best,
        worst: compare(rollout, worst) < 0 ? rollout : worst,
      })
      return ''
    },
    end() {
      const ordered = [...byOpening].toSorted(([a], [b]) => (a < b ? -1 : 1))
      const pairs = ordered
        .map(([, pair]) => pair)
        .filter(({ best, worst }) => gap(best, worst) > 0)
      const alikeCount = ordered.length - pairs.length
      return {
        text: pairs.map((pair) => toJsonLine(toRow(pair))).join(''),
        rowCount: pairs.length,
        remarks:
          alikeCount === 0 ? [] : [`openings without two that differ in worth: ${alikeCount}`],
      }
    },
  }
}

/** What is the same for both of a pair: the question, what was shown of it, and how it is graded. */
function openingKey({ trajectory, userText }: Rollout): string {
  const { datasets, opening, reset } = trajectory
  const { grading, reward, variant, schema } = reset
  const rules = [grading ?? 'strict', reward ?? 'default', variant ?? 0, schema ?? 'original']
  const { question_id: id } = opening.reply.metadata
  return JSON.stringify([id, userText, rules, datasets])
}

/** Above 0 where `one` is worth more: it alone is solved, or it has earned more. */
function gap(one: Rollout, other: Rollout): number {
  const solved = Number(one.outcome === 'solved') - Number(other.outcome === 'solved')
  const earned = one.trajectory.reward_total - other.trajectory.reward_total
  return solved !== 0 ? solved : Math.abs(earned) > REWARD_TOLERANCE ? earned : 0
}

/** Of those that are worth the same, one is chosen by what was done: not by the order of coming. */
function compare(one: Rollout, other: Rollout): number {
  const worth = gap(one, other)
  if (worth !== 0) return worth
  const [text, otherText] = [one, other].map(({ turns }) => JSON.stringify(turns.map(saidOf)))
  return text === otherText ? 0 : (text ?? '') < (otherText ?? '') ? 1 : -1
}

function saidOf({ name, argument, resultText }: Turn): string[] {
  return [name, argument, resultText]
}

function toRow({ best, worst }: Extremes) {
  const { outcome, reward_total, ...facts } = factsOf(best)
  const shared = sharedTurns(best.turns, worst.turns)
  const prompt = best.turns.slice(0, shared).flatMap(turnMessages)
  return {
    ...facts,
    chosen_outcome: outcome,
    chosen_reward: reward_total,
    rejected_outcome: worst.outcome,
    rejected_reward: worst.trajectory.reward_total,
    prompt: [...openingMessages(best), ...prompt],
    chosen: restOf(best.turns, shared),
    rejected: restOf(worst.turns, shared),
    tools: TRAINER_TOOLS_TEXT,
  }
}

/** How many turns at the beginning are the same; at least one is left of each. */
function sharedTurns(one: readonly Turn[], other: readonly Turn[]): number {
  const max = Math.min(one.length, other.length) - 1
  let count = 0
  while (count < max && isSame(one[count], other[count])) count += 1
  return count
}

function isSame(one: Turn | undefined, other: Turn | undefined): boolean {
  return JSON.stringify(one && saidOf(one)) === JSON.stringify(other && saidOf(other))
}

/** Up to the last call: its result says whether it was right, and would be what is learned. */
function restOf(turns: readonly Turn[], shared: number): ChatMessage[] {
  return turns
    .slice(shared)
    .flatMap((turn, index, { length }) =>
      index === length - 1 ? [callMessage(turn)] : turnMessages(turn),
    )
}
