/** What happened, in words: for the line above the episode, and for screen readers. */

import { parseResultText } from '../../client/result-text.ts'
import type { WireReply } from '../../protocol/reply.ts'
import { counted, signed } from '../number-text.ts'
import type { PlayedAction } from '../record/played-step.ts'

export type News = {
  readonly text: string
  /** `quiet` is told, and not shown: the page shows it in its own way. */
  readonly tone: 'quiet' | 'info' | 'problem'
}

export const NEWS = {
  none: { text: 'Connected again: the episode goes on where it was.', tone: 'info' },
  not_taken: {
    text: 'Connected again. Your last step did not reach the server and did not count: send it again.',
    tone: 'info',
  },
  reply_lost: {
    text: 'Connected again. Your last step counted, but its reply was lost on the way.',
    tone: 'info',
  },
  gone: {
    text:
      'The server does not know this episode any more: it was started anew, or the episode was ' +
      'left alone for 15 minutes. Below is what you did; begin a new episode to go on.',
    tone: 'problem',
  },
  startLost: {
    text: 'The connection was lost before the episode began. Try again.',
    tone: 'problem',
  },
} as const satisfies Record<string, News>

/** @param action - undefined after a reset */
export function stepNews(reply: WireReply, action: PlayedAction | undefined): News {
  const { observation, reward, done, metadata } = reply
  const left = `${counted(observation.budget_remaining, 'step')} left.`
  if (action === undefined) {
    return { text: `A new episode. ${observation.question} ${left}`, tone: 'quiet' }
  }
  const what = observation.error === '' ? shown(reply) : observation.error
  const earned = `Reward ${signed(reward ?? 0)}.`
  const end = done ? OUTCOME_TEXTS[metadata.outcome ?? 'wrong'] : left
  return { text: `${action.action_type}: ${what} ${earned} ${end}`, tone: 'quiet' }
}

const OUTCOME_TEXTS = {
  solved: 'Solved.',
  wrong: 'Wrong answer: the episode is over.',
  out_of_budget: 'No steps left: the episode is over.',
}

function shown({ observation, metadata }: WireReply): string {
  const parsed = parseResultText(observation.result)
  if (parsed === undefined) return observation.result
  const count = metadata.query?.rows ?? parsed.rows.length
  const [row = []] = parsed.rows
  const only = parsed.rows.length === 1 ? `: ${row.join(', ')}` : ''
  const rest = metadata.query?.truncated === true ? ', not all shown' : ''
  return `${counted(count, 'row')}${rest}${only}.`
}
