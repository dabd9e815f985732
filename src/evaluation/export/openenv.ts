/** Episodes as `openenv collect` writes them to `results.jsonl`: its `EpisodeRecord`. */

import { openingMessages } from './chat-messages.ts'
import { argumentsText, factsOf } from './rollout.ts'
import type { Turn } from './rollout.ts'
import { lineWriter } from './row-writer.ts'
import type { RowWriter } from './row-writer.ts'

export function openenvWriter(): RowWriter {
  return lineWriter((rollout, index) => {
    const { turns, trajectory } = rollout
    const { outcome, reward_total, ...task } = factsOf(rollout)
    return {
      episode_id: `ep-${String(index).padStart(6, '0')}`,
      messages: [...openingMessages(rollout), ...turns.flatMap(turnMessages)],
      // OpenEnv's own rule is what the last step earned; the sum is in the metrics.
      reward: turns.at(-1)?.reply.reward ?? 0,
      done: true,
      tool_trace: turns.map(traceEntry),
      metrics: { turns: turns.length, tool_calls: turns.length, reward_total },
      verify_metrics: { outcome, solved: outcome === 'solved' },
      artifacts: {},
      task,
      extra: { environment: trajectory.environment, datasets: trajectory.datasets },
    }
  })
}

/** As OpenEnv's harness keeps them: OpenAI's messages, each call with an id. */
function turnMessages(turn: Turn, index: number) {
  const id = `call_${index + 1}`
  const call = { name: turn.name, arguments: argumentsText(turn) }
  return [
    { role: 'assistant', content: '', tool_calls: [{ id, type: 'function', function: call }] },
    { role: 'tool', tool_call_id: id, name: turn.name, content: turn.resultText },
  ]
}

function traceEntry({ name, parameter, argument, resultText, reply }: Turn) {
  const { reward, done, metadata, observation } = reply
  const { reward_terms, query } = metadata
  return {
    tool_name: name,
    arguments: { [parameter]: argument },
    result: {
      data: resultText,
      done,
      metadata: { reward, reward_terms, query },
      error: observation.error === '' ? null : observation.error.toWellFormed(),
    },
  }
}
