/** Conversations in the shape that ShareGPT began, with tools as LLaMA-Factory has them. */

import { LAST_WORDS, argumentsText, conversationFactsOf } from './rollout.ts'
import type { Rollout, Turn } from './rollout.ts'
import { lineWriter } from './row-writer.ts'
import type { RowWriter } from './row-writer.ts'
import { TRAINER_FUNCTIONS } from './trainer-tools.ts'

const TOOLS_TEXT = JSON.stringify(TRAINER_FUNCTIONS)

export function sharegptWriter(): RowWriter {
  return lineWriter((rollout) => ({
    ...conversationFactsOf(rollout),
    conversations: [
      ...openingParts(rollout),
      ...rollout.turns.flatMap(turnParts),
      { from: 'gpt', value: LAST_WORDS },
    ],
    tools: TOOLS_TEXT,
  }))
}

function openingParts({ systemText, userText }: Rollout) {
  const human = { from: 'human', value: userText }
  return systemText === '' ? [human] : [{ from: 'system', value: systemText }, human]
}

function turnParts(turn: Turn) {
  const { name, resultText } = turn
  return [
    { from: 'function_call', value: `{"name": "${name}", "arguments": ${argumentsText(turn)}}` },
    { from: 'observation', value: resultText },
  ]
}
