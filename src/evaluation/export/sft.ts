/** Conversations for TRL's SFTTrainer. */

import { lastMessage, openingMessages, turnMessages } from './chat-messages.ts'
import { LAST_WORDS, conversationFactsOf } from './rollout.ts'
import { lineWriter } from './row-writer.ts'
import type { RowWriter } from './row-writer.ts'
import { TRAINER_TOOLS_TEXT } from './trainer-tools.ts'

export function sftWriter(): RowWriter {
  return lineWriter((rollout) => ({
    ...conversationFactsOf(rollout),
    messages: [
      ...openingMessages(rollout),
      ...rollout.turns.flatMap(turnMessages),
      lastMessage(LAST_WORDS),
    ],
    tools: TRAINER_TOOLS_TEXT,
  }))
}
