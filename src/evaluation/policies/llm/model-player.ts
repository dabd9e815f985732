/** Plays one episode by asking a model: from its replies to actions, whatever they are. */

import { answer } from '../policy.ts'
import type { AskingPolicy, Seen } from '../policy.ts'
import {
  assistantMessage,
  noCallMessage,
  openingMessages,
  reminderMessage,
  resultMessage,
} from './conversation.ts'
import type { Message } from './conversation.ts'
import { malformedAction, readModelCall } from './model-call.ts'
import type { ModelCall } from './model-call.ts'
import type { ModelReply } from './model-reply.ts'

/** Of so many replies in a row without a tool call, the last counts as a blank answer. */
const TEXTS_IN_A_ROW_MAX = 4

/**
 * Every reply becomes one action or more, so an episode ends within its budget: the first text in
 * a row is answered with a reminder, the next ones cost a step each.
 *
 * @param ask - the conversation so far; what it rejects with ends the episode as a fault
 */
export function createModelPlayer(
  ask: (messages: readonly Message[]) => Promise<ModelReply>,
): AskingPolicy {
  const messages: Message[] = []
  /** Calls of the last reply that are still to be played: each is a step. */
  let waiting: ModelCall[] = []
  /** What the latest step was; undefined when it was a text. */
  let played: ModelCall | undefined
  let textsInARow = 0

  function listen({ start, steps }: Seen): void {
    const observation = steps.at(-1)?.observation
    if (observation === undefined) messages.push(...openingMessages(start))
    else if (played === undefined) messages.push(noCallMessage(observation))
    else messages.push(resultMessage(played, observation))
  }

  /** @returns the text of a reply without calls */
  async function speak(): Promise<string> {
    const { text, calls } = await ask(messages)
    waiting = readCalls(calls, messages.length)
    messages.push(assistantMessage(text, waiting))
    textsInARow = waiting.length === 0 ? textsInARow + 1 : 0
    return text
  }

  return async (seen) => {
    listen(seen)
    let text = ''
    if (waiting.length === 0) text = await speak()
    if (textsInARow === 1) {
      messages.push(reminderMessage())
      text = await speak()
    }
    played = waiting.shift()
    if (played !== undefined) return played.action
    return textsInARow < TEXTS_IN_A_ROW_MAX ? malformedAction(text) : answer('')
  }
}

/** Each with an id of its own, also where the endpoint gives none, or the same twice. */
function readCalls(calls: readonly unknown[], messageCount: number): ModelCall[] {
  const ids = new Set<string>()
  return calls.map((raw, index) => {
    const newId = `call${String(1000 * messageCount + index).padStart(5, '0')}`
    const call = readModelCall(raw, newId)
    if (!ids.has(call.id)) {
      ids.add(call.id)
      return call
    }
    return { ...call, id: newId, echo: { ...call.echo, id: newId } }
  })
}
