/** What a model is told, and what it is reminded of having said. */

import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources'

import type { WireObservation } from '../../../protocol/reply.ts'
import { toBriefing, toToolText, WIRE_TOOLS } from '../../../protocol/tools.ts'
import { SYSTEM_PROMPT } from '../../system-prompt.ts'
import type { ModelCall } from './model-call.ts'

export type Message = ChatCompletionMessageParam

/** The tools as MCP hosts list them. */
export const CHAT_TOOLS: ChatCompletionTool[] = WIRE_TOOLS.map(
  ({ name, description, inputSchema }) => ({
    type: 'function',
    function: { name, description, parameters: inputSchema },
  }),
)

const NO_CALL = 'That was no tool call. Call one of describe, sample, query and answer.'

export function openingMessages(start: WireObservation): Message[] {
  return [
    { role: 'system', content: SYSTEM_PROMPT },
    { role: 'user', content: toBriefing(start) },
  ]
}

export function assistantMessage(text: string, calls: readonly ModelCall[]): Message {
  if (calls.length > 0) {
    return { role: 'assistant', content: text, tool_calls: calls.map(({ echo }) => echo) }
  }
  // An empty message is refused by some.
  return { role: 'assistant', content: text.trim() === '' ? '(nothing)' : text }
}

/** What came of a call. */
export function resultMessage({ id, slip }: ModelCall, observation: WireObservation): Message {
  return { role: 'tool', tool_call_id: id, content: resultText(observation, slip) }
}

/** Before it costs anything. */
export function reminderMessage(): Message {
  return { role: 'user', content: NO_CALL }
}

/** What came of a text without a call. */
export function noCallMessage(observation: WireObservation): Message {
  return { role: 'user', content: resultText(observation, NO_CALL) }
}

/** The policy knows better than the environment what was wrong with a malformed call. */
function resultText(observation: WireObservation, slip: string | null): string {
  return toToolText(slip === null ? observation : { ...observation, error: slip }, false)
}
