/** The policy `llm`: a model behind an OpenAI-compatible endpoint. */

import type { NamedPolicy } from '../policy-set.ts'
import { createEndpoint } from './endpoint.ts'
import type { OpenAiClass } from './endpoint-fault.ts'
import type { LlmOptions } from './llm-options.ts'
import { createModelPlayer } from './model-player.ts'
import { createPace } from './pace.ts'

/**
 * @param openAi - the class of the package `openai`, which is loaded where it is needed only
 * @param options - their limit of requests a minute holds for all episodes together
 */
export function createLlmPolicy(openAi: OpenAiClass, options: LlmOptions): NamedPolicy {
  const waitMs = createPace(options.requestsPerMinute)
  return {
    name: 'llm',
    forEpisode: (_metadata, watch) => {
      const endpoint = createEndpoint(openAi, options, waitMs, watch)
      return createModelPlayer((messages) => endpoint.ask(messages))
    },
  }
}
