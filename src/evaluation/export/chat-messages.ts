/** Messages as TRL and transformers take them. */

import { argumentsText } from './rollout.ts'
import type { Rollout, Turn } from './rollout.ts'

export type ChatMessage = {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string
  readonly name?: string
  readonly tool_calls?: readonly ChatToolCall[]
}

type ChatToolCall = {
  readonly type: 'function'
  /** The arguments are JSON text: as an object, each would get the names of all tools, with null. */
  readonly function: { readonly name: string; readonly arguments: string }
}

/** What stands before the first call. */
export function openingMessages({ systemText, userText }: Rollout): ChatMessage[] {
  const user = { role: 'user', content: userText } as const
  return systemText === '' ? [user] : [{ role: 'system', content: systemText }, user]
}

export function lastMessage(content: string): ChatMessage {
  return { role: 'assistant', content }
}

export function callMessage(turn: Turn): ChatMessage {
  const call = { name: turn.name, arguments: argumentsText(turn) }
  return { role: 'assistant', content: '', tool_calls: [{ type: 'function', function: call }] }
}

/** A call and its result. */
export function turnMessages(turn: Turn): ChatMessage[] {
  return [callMessage(turn), { role: 'tool', name: turn.name, content: turn.resultText }]
}
