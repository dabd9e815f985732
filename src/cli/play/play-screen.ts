/** What a player sees. Every text of the server is made safe for the terminal here. */

import { styleText } from 'node:util'

import type { WireReply } from '../../protocol/reply.ts'
import { REWARD_TERMS } from '../../reward/terms.ts'
import { drawResult } from './result-screen.ts'
import { parseResultText } from '../../client/result-text.ts'
import { toSafeText } from '../safe-text.ts'

const BAR_WIDTH = 30

export type RewardTerms = WireReply['metadata']['reward_terms']

export const COMMANDS_TEXT = `  describe TABLE   its columns and keys
  sample TABLE     a few of its rows
  SELECT …         any query that only reads; pasted or piped SQL of several lines ends
                   with a ;, with the paste or pipe, or where the next command begins a line
  answer VALUE     ends the episode; lists: answer a, b · rows: answer [["a", 1], ["b", 2]]
  help             this text, the question again, and what was described so far
  quit             leave`

export function questionText({ observation }: WireReply): string {
  const [tables = ''] = observation.schema_info.split('\n')
  return `${styleText('bold', toSafeText(observation.question))}\n\n${toSafeText(tables)}`
}

/** With all that DESCRIBE has told in this episode. */
export function helpText(reply: WireReply): string {
  const { question, schema_info } = reply.observation
  return [COMMANDS_TEXT, styleText('bold', toSafeText(question)), toSafeText(schema_info)].join(
    '\n\n',
  )
}

/** Which question this is, for those who want to play it again. */
export function episodeText({ metadata }: WireReply): string {
  const { question_id, db_id, split, difficulty } = metadata
  const facts = [`question ${question_id}`, `database ${db_id}`, difficulty, split]
  return styleText('dim', toSafeText(facts.join(' · ')))
}

export function stepText(
  { observation, reward, metadata }: WireReply,
  screenWidth: number,
): string {
  return [
    ...(observation.error === '' ? [] : [styleText('red', toSafeText(observation.error))]),
    ...(observation.result === '' ? [] : [resultText(observation.result, screenWidth)]),
    styleText('dim', `Reward ${amount(reward ?? 0)}${termsText(metadata.reward_terms)}`),
  ].join('\n')
}

export function budgetText({ observation }: WireReply): string {
  const { budget_remaining: left, step_count: taken } = observation
  const filled = Math.round((BAR_WIDTH * left) / Math.max(left + taken, 1))
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
  return `${bar} ${left} of ${left + taken} steps left`
}

/** @param termTotals - the reward terms of all steps, added up */
export function endText({ observation, metadata }: WireReply, termTotals: RewardTerms): string {
  const total = REWARD_TERMS.reduce((sum, term) => sum + (termTotals[term] ?? 0), 0)
  return [
    verdictText(metadata.outcome, observation.step_count),
    `Total reward ${amount(total)}${termsText(termTotals)}`,
  ].join('\n')
}

function verdictText(outcome: WireReply['metadata']['outcome'], stepCount: number): string {
  const steps = stepCount === 1 ? '1 step' : `${stepCount} steps`
  switch (outcome) {
    case 'solved':
      return styleText(['bold', 'green'], `Right! Solved in ${steps}.`)
    case 'wrong':
      return styleText(['bold', 'red'], `Wrong: that is not the answer. It took ${steps}.`)
    case 'out_of_budget':
      return styleText(['bold', 'yellow'], `Out of budget after ${steps}, without an answer.`)
    case null:
      return `Left after ${steps}, without an answer.`
  }
}

function resultText(result: string, screenWidth: number): string {
  const safe = toSafeText(result)
  const parsed = parseResultText(safe)
  return parsed === undefined ? safe : drawResult(parsed, screenWidth)
}

function termsText(terms: RewardTerms): string {
  const shown = REWARD_TERMS.flatMap((term) => {
    const value = terms[term]
    return value === undefined ? [] : [`${term} ${amount(value)}`]
  })
  return shown.length === 0 ? '' : ` = ${shown.join(', ')}`
}

/** With its sign, to a thousandth. */
function amount(value: number): string {
  const text = Math.abs(value).toFixed(3).replace(/0$/, '')
  return `${value < 0 && Number(text) !== 0 ? '-' : '+'}${text}`
}
